public import PostgresClient

extension ExtractionSession {
  /// Runs a SELECT of the customer's on the session's snapshot. Whatever becomes of it, the session
  /// can be read further. The tables it reads are not locked.
  ///
  /// - Parameters:
  ///   - query: the SELECT, with an adapter's parameters.
  ///   - name: what it is, for errors.
  ///   - request: what the parameters are bound to.
  ///   - limit: how many rows are wanted at most.
  ///   - timeoutMilliseconds: after how long it is cancelled.
  /// - Returns: its rows as text.
  /// - Throws: `PostgresError`; the session is of no use any more where `isUsable` says so.
  public func probe(
    _ query: AdapterSQL, name: String, _ request: ReadRequest, limit: Int,
    timeoutMilliseconds: Int
  ) throws(PostgresError) -> TextAnswer {
    try exporter.probe(
      name, query.queryText, query.arguments(request), limit: limit,
      timeoutMilliseconds: timeoutMilliseconds)
  }

  /// Whether its connection still is.
  public var isUsable: Bool { exporter.isUsable }
}
