import AccountingValues
import Subledgers
import Testing

/// A day written as in a document.
func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

/// A small set of books written down as an accountant would tell it.
struct Books {
  var currencies: [Currency]
  var base: Currency
  var items: [OpenItem] = []
  var instalments: [Instalment] = []
  var applications: [Application] = []

  /// Books in euro that also know dollars.
  init() throws {
    base = try #require(Currency(code: "EUR"))
    currencies = [base, try #require(Currency(code: "USD"))]
  }

  /// Adds a document and returns its index. Without `base` it is in the base currency.
  @discardableResult
  mutating func add(
    _ kind: OpenItem.Kind, _ amount: Int64, on date: String, due: String? = nil,
    filed: String? = nil, side: SubledgerSide = .receivable, partner: Int32 = 0,
    base: Int64? = nil, instalments parts: [(String, Int64)] = []
  ) throws -> Int32 {
    let first = Int32(instalments.count)
    for (due, amount) in parts {
      instalments.append(Instalment(dueDate: try day(due), amountMinor: amount))
    }
    let date = try day(date)
    items.append(
      OpenItem(
        side: side, kind: kind, partner: partner, document: Int32(items.count),
        currency: base == nil ? 0 : 1, documentDate: date, date: date,
        postingDate: try filed.map(day), dueDate: try due.map(day) ?? date, amountMinor: amount,
        baseMinor: base ?? amount, firstInstalment: first, instalmentCount: Int32(parts.count)))
    return Int32(items.count - 1)
  }

  /// Applies one document to another.
  mutating func apply(
    _ from: Int32, to: Int32, _ amount: Int64, on date: String, filed: String? = nil,
    kind: Application.Kind = .payment, instalment: Int16 = Application.unaddressed
  ) throws {
    applications.append(
      Application(
        kind: kind, from: from, to: to, instalment: instalment, date: try day(date),
        postingDate: try filed.map(day), fromMinor: from == Application.none ? 0 : amount,
        toMinor: amount))
  }

  /// The subledger of these books.
  func subledger() throws -> Subledger {
    try Subledger(
      currencies: currencies, base: base, items: items, instalments: instalments,
      applications: applications)
  }

  /// What is left of every document in its own currency.
  func residuals(_ asOf: String, view: LedgerView = .asFiled) throws -> [Int64] {
    try subledger().residuals(asOf: day(asOf), view: view).map(\.amountMinor)
  }
}

/// Labels every row by its index.
struct NumberedLabels: SubledgerLabels {
  func label(ofItem index: Int) -> RowLabel {
    RowLabel(origin: "documents", key: "\(index)", document: "D-\(index)")
  }

  func label(ofApplication index: Int) -> RowLabel {
    RowLabel(origin: "applications", key: "\(index)")
  }
}

/// The scheme of most reports.
func scheme(
  _ bounds: [Int] = [30, 60, 90, 120], by basis: AgeingScheme.Basis = .dueDate
) throws -> AgeingScheme {
  try #require(AgeingScheme(upperBounds: bounds, basis: basis))
}
