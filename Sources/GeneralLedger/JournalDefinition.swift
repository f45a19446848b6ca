/// A book that entries are numbered in: sales, purchases, cash, stock, general.
public struct JournalDefinition: Hashable, Sendable {
  /// Its code; part of the entries' numbers.
  public let code: String
  /// Its name.
  public let name: String
  /// How its entries are numbered.
  public let numbers: NumberPattern

  /// A journal from its parts.
  public init(code: String, name: String, numbers: NumberPattern = .standard) {
    self.code = code
    self.name = name
    self.numbers = numbers
  }
}

/// An axis of analysis that journal lines carry beside the account: department, project, location.
public struct DimensionDefinition: Hashable, Sendable {
  /// Its name in rules and reports.
  public let name: String
  /// The event fields that supply it, the first one present counts: `department_key`.
  public let fields: [String]

  /// A dimension from its parts; without fields those named like it, with or without `_key`.
  public init(name: String, fields: [String]? = nil) {
    self.name = name
    self.fields = fields ?? [name, name + "_key"]
  }
}

/// What happens to an amount whose role has no account.
public enum UnmappedPolicy: String, Hashable, Sendable, CaseIterable {
  /// The document is held, the finding blocks.
  case block
  /// It is posted to the role `suspense`; a period with a suspense balance cannot close.
  case suspense
}

/// When revenue is earned (ACCOUNTING §4).
public enum RevenueRecognition: String, Hashable, Sendable, CaseIterable {
  /// With the invoice.
  case invoice
  /// With the delivery, against unbilled receivable.
  case delivery
  /// As the source's own entries say.
  case asSource = "as_source"
}
