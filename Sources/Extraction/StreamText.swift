public import AccountingValues

/// What `nightclose sources` prints: all text for a terminal or a file, never for a log.
public enum StreamText {
  /// All streams by group: name, grain, and whether a source feeds them (`sources list`). `fed` are
  /// the streams it feeds; there is no column about it if `nil`.
  public static func list(fed: Set<String>? = nil) -> String {
    let sections = StreamContract.Group.allCases.map { group in
      let contracts = StreamCatalogue.all.filter { $0.group == group }
      let table = TextTable(
        header: fed == nil ? ["stream", "one row is"] : ["stream", "fed", "one row is"],
        rows: contracts.map { contract in
          guard let fed else { return [contract.name, contract.grain] }
          return [contract.name, fed.contains(contract.name) ? "yes" : "-", contract.grain]
        })
      return group.rawValue + "\n" + table.text(indentedBy: 2)
    }
    return sections.joined(separator: "\n")
  }

  /// A stream's contract (`sources describe`).
  public static func description(of contract: StreamContract) -> String {
    var lines = [
      "\(contract.name) (version \(contract.version), \(contract.group.rawValue))",
      "One row is \(contract.grain).",
      "Key: \(contract.key.joined(separator: ", ")).",
    ]
    if let header = contract.header {
      lines.append("Lines of \(header): key, date and moment are repeated from the header.")
    }
    if contract.rank != nil {
      lines.append("Events: rows are read by accounting date, moment, sequence and key.")
    }
    lines.append("Without it: \(contract.without).")
    let table = TextTable(
      header: ["column", "type", "required", "meaning"],
      rows: contract.columns.map { column in
        [
          column.name, column.kind.word, column.isRequired ? "yes" : "-",
          column.meaning + column.kind.vocabulary
            + (column.isState ? "; may change after the row’s period was closed" : ""),
        ]
      })
    return lines.joined(separator: "\n") + "\n\n" + table.text()
  }

  /// A CSV file to fill in: the header and one example row (`sources template`). The example is a
  /// record like any other; replace it.
  public static func template(of contract: StreamContract) -> String {
    let header = contract.columns.map(\.name).joined(separator: ",")
    let example = contract.columns.map { column in
      column.isRequired || contract.key.contains(column.name) ? column.kind.example : ""
    }
    return header + "\n" + example.joined(separator: ",") + "\n"
  }

  /// Rows of a stream as a table with the columns that hold anything, and what is wrong with them
  /// (`sources preview`).
  ///
  /// - Throws: what the reader throws.
  public static func preview(_ reader: StreamReader) throws -> String {
    let rows = try reader.rows()
    return preview(rows, layout: reader.layout, findings: reader.findings)
  }

  /// The same for rows that were read already.
  public static func preview(
    _ rows: [StreamRow], layout: StreamLayout, findings: [Finding]
  ) -> String {
    let columns = layout.columns.indices.filter { position in
      layout.columns[position].isRequired || rows.contains { !$0.cells[position].isNull }
    }
    let table = TextTable(
      header: columns.map { layout.columns[$0].name },
      rows: rows.map { row in columns.map { row.cells[$0].displayText } })
    let lines = findings.map { finding in
      let key = finding.key.isEmpty ? "" : " \(finding.key)"
      return "\(finding.severity.rawValue) \(finding.code)\(key): \(finding.message) "
        + finding.action
    }
    return ([table.text()] + lines).joined(separator: "\n")
  }

  /// What a check found, one line each (`sources check`); empty when everything fits.
  public static func findings(_ findings: [Finding]) -> String {
    findings.map { finding in
      "\(finding.severity.rawValue) \(finding.code) \(finding.place): "
        + "\(finding.message) \(finding.action)\n"
    }.joined()
  }
}

extension StreamColumn.Kind {
  /// The kind in a word that people who write adapters know.
  public var word: String {
    switch self {
    case .key: "key"
    case .reference(let stream): "key of \(stream)"
    case .text: "text"
    case .date: "date"
    case .timestamp: "timestamp"
    case .quantity: "quantity"
    case .amount: "amount"
    case .unitCost: "unit cost"
    case .rate: "rate"
    case .integer: "integer"
    case .boolean: "boolean"
    case .currency: "currency"
    case .enumeration: "word"
    case .flags: "list of words"
    case .json: "json"
    }
  }

  /// The words it may hold.
  var vocabulary: String {
    switch self {
    case .enumeration(let words): ": " + words.joined(separator: ", ")
    case .flags(let words): ", any of: " + words.joined(separator: ", ")
    default: ""
    }
  }

  /// A value as it is written in CSV.
  var example: String {
    switch self {
    case .key, .reference: "1001"
    case .text: "text"
    case .date: "2026-01-31"
    case .timestamp: "2026-01-31 18:30:00"
    case .quantity: "12.5"
    case .amount: "1234.50"
    case .unitCost: "4.25"
    case .rate: "1.0731"
    case .integer: "1"
    case .boolean: "true"
    case .currency: "EUR"
    case .enumeration(let words): words[0]
    case .flags(let words): words[0]
    case .json: "{}"
    }
  }
}
