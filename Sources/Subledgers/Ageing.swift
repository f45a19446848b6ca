public import AccountingValues

/// An open document in an ageing.
public struct AgedItem: Hashable, Sendable {
  /// Index of the item in the subledger.
  public var item: Int32
  /// The row of `Ageing.accounts` it adds to.
  public var account: Int32
  /// The first of its parts in `Ageing.parts`.
  public var firstPart: Int32
  /// How many parts it has: one, or one per open instalment.
  public var partCount: Int32
  /// Days overdue of the part longest open; not positive when nothing is due.
  public var daysOverdue: Int32
  /// Whether an application that counts here was inferred by policy.
  public var hasInferredApplication: Bool
  /// What is left of the item.
  public var residual: Residual
}

/// A part of an open document with one due date, in one column.
public struct AgedPart: Hashable, Sendable {
  /// Position in `AgeingScheme.columns`.
  public var column: Int32
  /// Position of the instalment in its item's list; `Application.unaddressed` when it has none.
  public var instalment: Int16
  /// When the part is due.
  public var dueDate: CivilDate
  /// Days from due date (or document date, as the scheme says) to the day of the report.
  public var daysOverdue: Int32
  /// What is left of the part.
  public var residual: Residual
}

/// What one partner has open in one currency, by column.
public struct AgedAccount: Hashable, Sendable {
  /// Whose account, of which side, in which currency.
  public struct Key: Hashable, Sendable, Comparable {
    /// Receivable or payable.
    public var side: SubledgerSide
    /// The partner's dense id.
    public var partner: Int32
    /// Index into the subledger's currencies.
    public var currency: Int32

    /// Receivables first, then by partner and currency.
    public static func < (a: Key, b: Key) -> Bool {
      if a.side != b.side { return a.side == .receivable }
      return a.partner != b.partner ? a.partner < b.partner : a.currency < b.currency
    }
  }

  /// Whose account it is.
  public var key: Key
  /// How many documents are open.
  public var openItems: Int32
  /// What is open per column of the scheme.
  public var columns: [Residual]
  /// Σ columns.
  public var total: Residual
}

/// Every open document of a subledger by age on one day, with totals by partner and currency.
///
/// The parts of a row sum to its residual, rows to their account, accounts to the control totals;
/// Σ columns = residual everywhere, in transaction and base currency.
public struct Ageing: Sendable {
  /// The columns and what they count from.
  public let scheme: AgeingScheme
  /// The day of the report.
  public let asOf: CivilDate
  /// By which dates.
  public let view: LedgerView
  /// Documents with something left, in the subledger's order.
  public let rows: [AgedItem]
  /// The parts of all rows, in the rows' order; within a row by due date.
  public let parts: [AgedPart]
  /// Accounts with something open, by side, partner and currency.
  public let accounts: [AgedAccount]

  /// What a row has in each column of the scheme.
  public func columns(of row: AgedItem) -> [Residual] {
    var columns = [Residual](repeating: .zero, count: scheme.columnCount)
    for part in parts[Int(row.firstPart)..<Int(row.firstPart + row.partCount)] {
      columns[Int(part.column)].amountMinor += part.residual.amountMinor
      columns[Int(part.column)].baseMinor += part.residual.baseMinor
    }
    return columns
  }
}
