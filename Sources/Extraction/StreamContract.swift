/// The typed, versioned contract of one canonical stream: what a row is, which columns it has, and
/// what the product computes from it (DESIGN, Streams). Adapters and CSV inputs are checked against
/// it, `sources describe` prints it.
public struct StreamContract: Sendable {
  /// Where a stream belongs in lists.
  public enum Group: String, Sendable, CaseIterable {
    case masters, opening, stock, sales, purchasing, money, ledger, people, production, control
  }

  /// The stream's name, also the name of its adapter's SQL file and of its CSV input.
  public let name: String
  /// Raised when a column is added or a meaning changes.
  public let version: Int
  /// Where it is listed.
  public let group: Group
  /// What one row is, in words.
  public let grain: String
  /// The columns that identify a row, in order.
  public let key: [String]
  /// The stream of the headers, for a stream of lines. A line repeats its header's key, date and
  /// moment, so that both stream in one order and zip without a hash table.
  public let header: String?
  /// The place in a day's order of events: inbound before outbound. `nil` for masters, which have
  /// no date.
  public let rank: Int16?
  /// What the product does without this stream, as a sentence printed by the run.
  public let without: String
  /// The columns, in the order of templates and descriptions.
  public let columns: [StreamColumn]

  init(
    _ name: String, version: Int = 1, group: Group, grain: String, key: [String],
    header: String? = nil, rank: Int16? = nil, without: String, columns: [StreamColumn]
  ) {
    self.name = name
    self.version = version
    self.group = group
    self.grain = grain
    self.key = key
    self.header = header
    self.rank = rank
    self.without = without
    self.columns = columns
  }
}

/// One column of a stream contract.
public struct StreamColumn: Sendable {
  /// What a column holds and which database types feed it.
  public enum Kind: Sendable, Hashable {
    /// A source key exactly as it is on the wire: int2/4/8, uuid, text or an array of text.
    case key
    /// A key of another stream.
    case reference(stream: String)
    case text
    /// A civil day; the adapter has applied the time zone.
    case date
    case timestamp
    /// Stock units; at most six decimals.
    case quantity
    /// An amount in the row's currency, exactly as stated.
    case amount
    /// An amount per stock unit in the row's currency.
    case unitCost
    /// A factor: exchange rate, percentage, share.
    case rate
    case integer
    case boolean
    /// An ISO 4217 code.
    case currency
    /// One of the given words.
    case enumeration([String])
    /// A list of words from a fixed vocabulary, as an array of text.
    case flags([String])
    /// A document that the product carries but does not read.
    case json
  }

  /// The column's name in the adapter's SELECT and in CSV.
  public let name: String
  /// What it holds.
  public let kind: Kind
  /// Whether NULL is a finding on the row. A column that is not required may be left out.
  public let isRequired: Bool
  /// What it means, with unit and sign.
  public let meaning: String
  /// Whether it says how things stand now, as a status or a delivered quantity does. It may change
  /// after its row's period was closed, since nothing of that period was computed from it.
  public private(set) var isState = false

  init(_ name: String, _ kind: Kind, required: Bool, _ meaning: String) {
    self.name = name
    self.kind = kind
    self.isRequired = required
    self.meaning = meaning
  }

  /// A column that every row must fill.
  static func required(_ name: String, _ kind: Kind, _ meaning: String) -> StreamColumn {
    StreamColumn(name, kind, required: true, meaning)
  }

  /// A column that may be NULL or missing.
  static func optional(_ name: String, _ kind: Kind, _ meaning: String) -> StreamColumn {
    StreamColumn(name, kind, required: false, meaning)
  }
}

extension StreamColumn {
  /// The column as one that says how things stand now.
  var asState: StreamColumn {
    var column = self
    column.isState = true
    return column
  }

  /// The quality flags every row may carry (DESIGN, Streams).
  static let qualityFlags: StreamColumn = .optional(
    "flags",
    .flags(qualityWords), "what the adapter had to assume for this row")

  /// The flags of a stock movement.
  static let movementFlags: StreamColumn = .optional(
    "flags", .flags(qualityWords + ["damaged"]),
    "what the adapter had to assume for this row; residual is a difference that no document "
      + "explains, damaged are goods that come back worth no more than value")

  private static let qualityWords = [
    "missing_cost", "missing_date", "residual", "inferred_application", "duplicate_record",
  ]

  /// The columns of every dated row: accounting date and the moment it was recorded.
  static let dated: [StreamColumn] = [
    .required("accounting_date", .date, "the civil day that decides the period"),
    .optional("recorded_at", .timestamp, "when the source recorded the row; orders a day's events"),
  ]

  /// The columns of every monetary document header.
  static let monetaryHeader: [StreamColumn] = [
    .required("document_number", .text, "the number people know the document by"),
    .required("document_date", .date, "the date printed on the document"),
    .required("accounting_date", .date, "the civil day that decides the period"),
    .optional("recorded_at", .timestamp, "when the source recorded the row; orders a day's events"),
    .required("currency", .currency, "the document's currency"),
    .optional(
      "exchange_rate", .rate, "base currency per unit of currency, as stated; else looked up"),
    .optional(
      "rate_type", .enumeration(["spot", "closing", "average", "historical"]),
      "which rate is looked up when none is stated; spot if missing"),
    .optional("reversed_key", .key, "the document that this one reverses"),
    .qualityFlags,
  ]

  /// What a document line is about, in words that posting rules use.
  static let lineKind: StreamColumn = .required(
    "line_kind",
    .enumeration([
      "stock", "service", "expense", "asset", "charge", "advance", "deposit", "discount",
      "stored_value", "kit",
    ]), "what the line is about; decides its posting rule")

  /// The columns by which a line is posted and analysed.
  static let lineDimensions: [StreamColumn] = [
    .optional("account_code", .text, "the account, where the source states it"),
    .optional("department_key", .reference(stream: "departments"), "department"),
    .optional("project_key", .reference(stream: "projects"), "project"),
  ]
}
