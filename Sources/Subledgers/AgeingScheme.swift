/// A column of an ageing report.
public enum AgeingColumn: Hashable, Sendable {
  /// Due on the day of the report or later: days overdue ≤ 0.
  case notDue
  /// Overdue by `from` days to `through` days; without an upper end when `through` is nil.
  case overdue(from: Int, through: Int?)
  /// Credit notes and other documents that reduce the balance, not applied yet.
  case credits
  /// Payments not applied yet.
  case unapplied
  /// Advances, which stand on a control account of their own.
  case advances

  /// The stable name: `not_due`, `1_30`, `over_120`, `credit_notes`, `unapplied`, `advances`.
  public var code: String {
    switch self {
    case .notDue: "not_due"
    case .overdue(let from, let through?): "\(from)_\(through)"
    case .overdue(let from, nil): "over_\(from - 1)"
    case .credits: "credit_notes"
    case .unapplied: "unapplied"
    case .advances: "advances"
    }
  }

  /// The heading people read. Days are of the scheme's basis: what is not due of documents that
  /// age from their own date is of the day itself.
  public func heading(_ basis: AgeingScheme.Basis) -> String {
    switch self {
    case .notDue: basis == .dueDate ? "Not due" : "Same day"
    case .overdue(let from, let through?):
      from == through ? Self.days("\(from)", from) : "\(from)–\(through) days"
    case .overdue(let from, nil): "Over " + Self.days("\(from - 1)", from - 1)
    case .credits: "Credit notes"
    case .unapplied: "Unapplied payments"
    case .advances: "Advances"
    }
  }

  private static func days(_ text: String, _ count: Int) -> String {
    text + (count == 1 ? " day" : " days")
  }
}

/// How open items are put into columns by age.
public struct AgeingScheme: Hashable, Sendable {
  /// What the age is counted from.
  public enum Basis: String, Hashable, Sendable, CaseIterable {
    /// The due date of the document or of each instalment.
    case dueDate = "due_date"
    /// The date of the document, also for its instalments.
    case documentDate = "document_date"
  }

  /// What the age is counted from.
  public let basis: Basis
  /// The last day of each bucket but the open one at the end: 30, 60, 90, 120.
  public let upperBounds: [Int]

  /// A scheme; `nil` unless the bounds rise and lie between 1 and 100,000 days.
  ///
  ///     AgeingScheme(upperBounds: [30, 60, 90, 120])   // not due, 1–30, 31–60, 61–90, 91–120, over 120
  public init?(upperBounds: [Int], basis: Basis = .dueDate) {
    guard zip(upperBounds, upperBounds.dropFirst()).allSatisfy({ $0 < $1 }),
      upperBounds.allSatisfy({ (1...100_000).contains($0) }), upperBounds.count <= 100
    else { return nil }
    self.basis = basis
    self.upperBounds = upperBounds
  }

  /// The columns from left to right: not due, the buckets, credit notes, unapplied, advances.
  public var columns: [AgeingColumn] {
    var columns: [AgeingColumn] = [.notDue]
    var from = 1
    for bound in upperBounds {
      columns.append(.overdue(from: from, through: bound))
      from = bound + 1
    }
    columns.append(.overdue(from: from, through: nil))
    return columns + [.credits, .unapplied, .advances]
  }

  /// The columns' headings.
  public var headings: [String] { columns.map { $0.heading(basis) } }

  /// How many columns there are.
  public var columnCount: Int { upperBounds.count + 5 }

  /// Position of the column of credit notes.
  var creditsColumn: Int { upperBounds.count + 2 }
  /// Position of the column of unapplied payments.
  var unappliedColumn: Int { upperBounds.count + 3 }
  /// Position of the column of advances.
  var advancesColumn: Int { upperBounds.count + 4 }

  /// The column by days overdue: entry 0 for “not due”, entry n for n days, the last for all beyond.
  var columnByDays: [UInt8] {
    var columns: [UInt8] = [0]
    for (position, bound) in upperBounds.enumerated() {
      columns += [UInt8](repeating: UInt8(position + 1), count: bound + 1 - columns.count)
    }
    columns.append(UInt8(upperBounds.count + 1))
    return columns
  }

  /// The column that holds an item of this kind whatever its age; `nil` when it goes by age.
  func fixedColumn(of item: OpenItem) -> Int? {
    switch item.kind {
    case .payment: unappliedColumn
    case .advance: advancesColumn
    case .invoice, .creditNote, .debitNote, .opening: item.amountMinor < 0 ? creditsColumn : nil
    }
  }
}
