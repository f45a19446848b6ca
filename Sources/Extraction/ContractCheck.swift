public import AccountingValues

/// A column of an adapter's result as the server describes it before anything runs.
public struct DescribedColumn: Hashable, Sendable {
  /// The families of wire types that adapters may return.
  public enum Wire: Hashable, Sendable {
    /// int2, int4, int8.
    case integer
    case numeric
    /// text, varchar, char, name, enums and citext.
    case text
    case uuid
    /// A one-dimensional array of text.
    case textArray
    case date
    case timestamp
    case boolean
    /// json and jsonb.
    case json
    /// float4 and float8: never fit for money or quantities.
    case binaryFloat
    /// Anything else.
    case other
  }

  /// The name in the SELECT.
  public let name: String
  /// The family of its type.
  public let wire: Wire
  /// The type as SQL names it, for messages.
  public let typeName: String

  /// A described column.
  public init(name: String, wire: Wire, typeName: String) {
    self.name = name
    self.wire = wire
    self.typeName = typeName
  }
}

/// Compares what an adapter returns with what its stream's contract wants (`sources check`).
public enum ContractCheck {
  /// One finding per column that is missing, unknown, doubled or of a wrong type; none when the
  /// adapter fits.
  public static func findings(
    _ contract: StreamContract, columns: [DescribedColumn], file: String
  ) -> [Finding] {
    var findings: [Finding] = []
    func add(_ code: String, _ message: String, _ action: String) {
      findings.append(
        Finding(
          code: code, severity: .error, origin: contract.name, message: message, action: action))
    }
    let known = Dictionary(uniqueKeysWithValues: contract.columns.map { ($0.name, $0) })
    var seen: Set<String> = []
    for described in columns {
      guard seen.insert(described.name).inserted else {
        add(
          "SRC-013", "Two columns of the SELECT are called \(described.name).",
          "Remove or rename one in \(file).")
        continue
      }
      guard let column = known[described.name] else {
        add(
          "SRC-012", "The contract of \(contract.name) has no column \(described.name).",
          "Remove it from \(file), or rename it; see nightclose sources describe \(contract.name)."
        )
        continue
      }
      if !column.kind.accepts(described.wire) {
        add(
          "SRC-010",
          "\(described.name) has type \(described.typeName), and it must be "
            + "\(column.kind.acceptedTypes).",
          column.kind.mending(described, file: file))
      }
    }
    for column in contract.columns where column.isRequired && !seen.contains(column.name) {
      add(
        "SRC-011", "The required column \(column.name) is missing: \(column.meaning).",
        "Add it to the SELECT in \(file).")
    }
    return findings
  }
}

extension StreamColumn.Kind {
  /// Whether a wire type feeds the kind without a cast.
  func accepts(_ wire: DescribedColumn.Wire) -> Bool {
    switch self {
    case .key, .reference: [.integer, .uuid, .text, .textArray].contains(wire)
    case .text, .currency, .enumeration: wire == .text
    case .date: wire == .date
    case .timestamp: wire == .timestamp
    case .quantity, .amount, .unitCost, .rate: wire == .numeric || wire == .integer
    case .integer: wire == .integer
    case .boolean: wire == .boolean
    case .flags: wire == .textArray
    case .json: wire == .json
    }
  }

  /// The types that feed the kind, in words.
  var acceptedTypes: String {
    switch self {
    case .key, .reference: "an integer, uuid, text or an array of text"
    case .text, .currency, .enumeration: "text"
    case .date: "date"
    case .timestamp: "timestamp or timestamptz"
    case .quantity, .amount, .unitCost, .rate: "numeric or an integer"
    case .integer: "smallint, integer or bigint"
    case .boolean: "boolean"
    case .flags: "text[]"
    case .json: "json or jsonb"
    }
  }

  /// What to do about a wrong type, one sentence.
  func mending(_ described: DescribedColumn, file: String) -> String {
    switch (self, described.wire) {
    case (.date, .timestamp):
      "Cut it to a civil day in the company's time zone in \(file): (… AT TIME ZONE '…')::date."
    case (_, .binaryFloat) where accepts(.numeric):
      "Binary floating point is not exact; round it to numeric in \(file)."
    case (_, .text) where !accepts(.text):
      "Leave an unknown column out, or cast it in \(file); a bare NULL has type text."
    default: "Cast it in \(file)."
    }
  }
}
