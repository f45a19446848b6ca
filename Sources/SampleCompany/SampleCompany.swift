public import AccountingValues

/// A seeded, deterministic group of two companies in the reference ERP: eighteen months of a maker
/// and dealer of mountain equipment in Vienna and its trading subsidiary in Denver.
///
/// The same scale, seed and breaks give the same rows on any machine. `scale` multiplies documents,
/// customers and items, not the calendar. Nothing leaves stock that is not there, with one planned
/// exception, `negativeStockItem`. All rows are made at once and kept packed, about ten megabytes
/// per unit of scale; they are unpacked batch by batch.
public struct SampleCompany: Sendable {
  /// A defect that a close must find; each is off unless asked for.
  public enum PlantedBreak: String, Sendable, CaseIterable {
    /// A payment is applied to an invoice beyond its total: what is too much hides on the invoice.
    case applicationBeyondInvoice = "application_beyond_invoice"
    /// A payment is applied to a bill beyond its total: what is too much hides on the bill.
    case applicationBeyondBill = "application_beyond_bill"
    /// A bill is in another currency than its order, so goods received not invoiced do not tie.
    case billInOtherCurrency = "bill_in_other_currency"
    /// A receipt's stock movement is missing, so its bill clears nothing.
    case receiptWithoutMovement = "receipt_without_movement"
    /// The ERP's own balance of an item differs from its movements.
    case balanceDiffers = "balance_differs"
    /// A posted manual entry whose debits are not its credits.
    case unbalancedManualEntry = "unbalanced_manual_entry"
  }

  /// The first day that is posted.
  public static let goLive = day(2025, 5, 1)
  /// The last day with documents; stands for today.
  public static let asOf = day(2026, 10, 31)
  /// The number of the one item of ALPIN that is sold before its receipt is recorded: it goes below
  /// zero on 2025-09-13 and is covered on 2025-09-16.
  public static let negativeStockItem = "GDB-01"

  /// How many times the documents of a group of 200 items.
  public let scale: Int
  /// What chance starts from.
  public let seed: UInt64
  /// The planted defects.
  public let plantedBreaks: Set<PlantedBreak>

  /// A group. `scale` is at least 1.
  public init(scale: Int = 1, seed: UInt64 = 20_250_501, plantedBreaks: Set<PlantedBreak> = []) {
    self.scale = max(1, scale)
    self.seed = seed
    self.plantedBreaks = plantedBreaks
  }

  /// Makes all rows: the tables of the reference ERP in an order in which they can be loaded.
  public func tables() -> [SampleTable] {
    let group = SampleGroup(scale: scale, seed: seed, breaks: plantedBreaks)
    group.writeSharedMasters()
    for profile in [CompanyProfile.alpin, .summit] {
      let business = Business(profile, in: group)
      business.openBooks()
      var date = Self.goLive
      while date <= Self.asOf {
        business.live(date)
        date = date.adding(days: 1)
      }
      business.finish()
    }
    return TableShape.all.map {
      SampleTable(shape: $0, rows: group.store[$0.name] ?? PackedRows())
    }
  }
}

/// What the two companies share: tables, numbers, exchange rates.
final class SampleGroup {
  let scale: Int
  let seed: UInt64
  let breaks: Set<SampleCompany.PlantedBreak>
  let rates: RateBook
  private(set) var store: [String: PackedRows] = [:]
  private var numbers: [String: Int] = [:]
  private let shapes: [String: TableShape]

  init(scale: Int, seed: UInt64, breaks: Set<SampleCompany.PlantedBreak>) {
    self.scale = scale
    self.seed = seed
    self.breaks = breaks
    rates = RateBook(seed: seed, from: day(2025, 1, 1), through: SampleCompany.asOf)
    shapes = Dictionary(uniqueKeysWithValues: TableShape.all.map { ($0.name, $0) })
  }

  /// Adds a row; the values are those of all columns in the table's order.
  func add(_ table: String, _ row: [SampleValue]) {
    guard let shape = shapes[table] else { accountingFault("there is no table \(table)") }
    store[table, default: PackedRows()].append(row, to: shape)
  }

  /// The next number of a table's key.
  func next(_ table: String) -> Int {
    numbers[table, default: 0] += 1
    return numbers[table] ?? 1
  }
}
