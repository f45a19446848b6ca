internal import AccountingValues
internal import PostgresClient

/// A source key with its number in the warehouse.
public struct KeyIdentity: Hashable, Sendable {
  /// The number facts carry.
  public let id: Int64
  /// The connection or file the key comes from.
  public let source: String
  /// The stream whose key it is.
  public let stream: String
  /// The key in its canonical text.
  public let key: String
}

extension CompanyLease {
  /// The numbers of source keys, in the order of `keys`; new keys get a number. Numbers are only
  /// ever added, so they are given out before anything is published.
  ///
  /// - Parameters:
  ///   - source: the connection or file the keys come from.
  ///   - stream: the stream whose keys they are.
  ///   - keys: canonical texts; repeated ones are fine.
  /// - Returns: one number per key.
  /// - Throws: `WarehouseError.database`.
  public func identities(
    source: String, stream: String, keys: [String]
  ) throws(WarehouseError) -> [Int64] {
    try translating(company.code) { () throws(PostgresError) in
      var numbers: [Int64] = []
      numbers.reserveCapacity(keys.count)
      var start = 0
      // One array parameter per round; PostgreSQL reads 100,000 keys as one value well.
      while start < keys.count {
        let part = keys[start..<min(start + 100_000, keys.count)]
        try number(part, source: source, stream: stream, into: &numbers)
        start = part.endIndex
      }
      return numbers
    }
  }

  private func number(
    _ keys: ArraySlice<String>, source: String, stream: String, into numbers: inout [Int64]
  ) throws(PostgresError) {
    let parameters: [Parameter] = [.text(source), .text(stream), .textArray(Array(keys))]
    try connection.run(
      "new keys",
      """
      INSERT INTO core.key_map (source, stream, key)
      SELECT DISTINCT $1::text, $2::text, u.k COLLATE "C" FROM unnest($3::text[]) u(k)
      WHERE NOT EXISTS (SELECT FROM core.key_map m
        WHERE m.source = $1 AND m.stream = $2 AND m.key = u.k)
      ORDER BY 3 ON CONFLICT DO NOTHING
      """, parameters)
    let rows = try connection.stream(
      connection.prepare(
        "key numbers",
        """
        SELECT m.key_id FROM unnest($3::text[]) WITH ORDINALITY u(k, place)
        JOIN core.key_map m ON m.source = $1 AND m.stream = $2 AND m.key = u.k ORDER BY u.place
        """), parameters)
    while try rows.next() { numbers.append(rows.integer(0) ?? 0) }
    guard rows.rowCount == keys.count else {
      accountingFault("not every key of \(stream) has a number")
    }
  }

  /// The keys of numbers, in no order; a number nothing has is left out.
  ///
  /// - Throws: `WarehouseError.database`.
  public func keys(of ids: [Int64]) throws(WarehouseError) -> [KeyIdentity] {
    try reader.keys(of: ids)
  }
}

extension CompanyReader {
  /// The keys of numbers, in no order; a number nothing has is left out.
  ///
  /// - Throws: `WarehouseError.database`.
  public func keys(of ids: [Int64]) throws(WarehouseError) -> [KeyIdentity] {
    try translating(company) { () throws(PostgresError) in
      let rows = try connection.query(
        "keys of numbers",
        """
        SELECT m.key_id, m.source, m.stream, m.key FROM core.key_map m
        WHERE m.key_id = ANY ($1::int8[])
        """, [.integerArray(ids)])
      var found: [KeyIdentity] = []
      while try rows.next() {
        var fields = FactReader(rows)
        found.append(
          KeyIdentity(
            id: fields.next(), source: fields.next(), stream: fields.next(), key: fields.next()))
      }
      return found
    }
  }
}
