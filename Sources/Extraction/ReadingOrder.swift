internal import PostgresClient

/// The ORDER BY that puts a stream in the order of `StreamRow.precedes`: the server's answer is
/// compared with the client's comparator row by row, so the two must be one order.
struct ReadingOrder {
  /// SQL expressions over the columns of `s`.
  let expressions: [String]

  init(_ layout: StreamLayout, columns: [PostgresColumn]) {
    let types = Dictionary(columns.map { ($0.name, $0.type) }, uniquingKeysWith: { a, _ in a })
    var terms: [String] = []
    if layout.date != nil {
      terms.append(Self.column("accounting_date"))
      if let type = types["recorded_at"] { terms.append(Self.moment(type)) }
      if layout.sequence != nil, types["sequence"] != nil {
        terms.append("COALESCE(\(Self.column("sequence")), 0)")
      }
    }
    for position in layout.key {
      let name = layout.columns[position].name
      if let type = types[name] { terms += Self.key(name, type) }
    }
    expressions = terms
  }

  /// The terms for the COPY function.
  var terms: [OrderTerm] { expressions.map { .expression($0) } }

  /// ` ORDER BY …`
  var clause: String { " ORDER BY " + expressions.joined(separator: ", ") }

  private static func column(_ name: String) -> String { "s.\"\(name)\"" }

  /// A missing moment is the start of its day; sessions run in UTC.
  private static func moment(_ type: PostgresType) -> String {
    let cast = type.kind == .timestamptz ? "timestamptz" : "timestamp"
    return "COALESCE(\(column("recorded_at")), "
      + "\(column("accounting_date"))::pg_catalog.\(cast))"
  }

  /// Integers as numbers, then everything else by bytes; a missing optional part is the empty text.
  private static func key(_ name: String, _ type: PostgresType) -> [String] {
    let part = column(name)
    switch type.kind {
    case .int2, .int4, .int8: return [part + " NULLS LAST"]
    case .uuid, .date: return [part + " NULLS FIRST"]
    default: break
    }
    let text =
      type.kind == .textArray
      ? "(pg_catalog.array_to_string(\(part), E'\\x1F') COLLATE \"C\")"
      : "(\(part)::pg_catalog.text COLLATE \"C\")"
    // Text that is a whole number in canonical spelling sorts as that number, like an integer key.
    let number = """
      CASE WHEN \(text) ~ '^(0|-?[1-9][0-9]{0,17})$' THEN \(text)::pg_catalog.int8 \
      WHEN \(text) ~ '^-?[1-9][0-9]{18}$' AND \(text)::pg_catalog.numeric BETWEEN \
      -9223372036854775808 AND 9223372036854775807 THEN \(text)::pg_catalog.int8 END NULLS LAST
      """
    return [number, "COALESCE(\(text), '')"]
  }
}
