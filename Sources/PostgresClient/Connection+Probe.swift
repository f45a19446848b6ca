/// What a query that somebody else wrote answered, every value as PostgreSQL writes it.
public struct TextAnswer: Hashable, Sendable {
  /// The columns' names, in order.
  public let columns: [String]
  /// The rows, sorted by their columns' bytes.
  public let rows: [[String?]]
  /// Whether there were more rows than were asked for.
  public let isCut: Bool
}

extension Connection {
  /// Runs a SELECT that somebody else wrote in the open transaction and gives its rows as text. It
  /// can change nothing, and whatever becomes of it, the transaction goes on as it was before.
  ///
  /// - Parameters:
  ///   - name: what it is, for errors.
  ///   - query: one SELECT.
  ///   - parameters: its values.
  ///   - limit: how many rows are wanted at most.
  ///   - timeoutMilliseconds: after how long it is cancelled.
  /// - Returns: the rows.
  /// - Throws: `PostgresError`, with the position in the query where it cannot be understood.
  public func probe(
    _ name: String, _ query: QueryText, _ parameters: [Parameter], limit: Int,
    timeoutMilliseconds: Int
  ) throws(PostgresError) -> TextAnswer {
    try execute("savepoint of \(name)", "SAVEPOINT nightclose_probe")
    let answer: Result<TextAnswer, PostgresError>
    do throws(PostgresError) {
      answer = .success(
        try probed(
          name, query, parameters, limit: limit, timeoutMilliseconds: timeoutMilliseconds))
    } catch { answer = .failure(error) }
    if case .failure = answer, !isUsable { return try answer.get() }
    try execute(
      "end of \(name)",
      "ROLLBACK TO SAVEPOINT nightclose_probe; RELEASE SAVEPOINT nightclose_probe")
    return try answer.get()
  }

  private func probed(
    _ name: String, _ query: QueryText, _ parameters: [Parameter], limit: Int,
    timeoutMilliseconds: Int
  ) throws(PostgresError) -> TextAnswer {
    try execute(
      "limits of \(name)",
      """
      SET LOCAL transaction_read_only = on;
      SET LOCAL statement_timeout = \(timeoutMilliseconds)
      """)
    let columns = try prepare(name, query.preparedText).columns.map(\.name)
    let values = columns.map { "c.\(quotedIdentifier($0))::pg_catalog.text COLLATE \"C\"" }
    let order = columns.indices.map { "\($0 + 1)" }.joined(separator: ", ")
    let rows = try self.query(
      "rows of \(name)",
      "SELECT \(values.joined(separator: ", ")) FROM (\n" + query.preparedText
        // The line break ends a comment on the last line.
        + "\n) c ORDER BY \(order) LIMIT \(limit + 1)", parameters)
    var found: [[String?]] = []
    while try rows.next() { found.append(columns.indices.map { rows.text($0) }) }
    return TextAnswer(
      columns: columns, rows: Array(found.prefix(limit)), isCut: found.count > limit)
  }
}
