internal import AccountingValues
internal import PostgresClient

/// What tells whether a row of a closed period is still what it was.
public struct FiledMark: Hashable, Sendable {
  /// The stream.
  public let stream: String
  /// The key's number in the warehouse.
  public let keyId: Int64
  /// The key in its canonical text.
  public let key: String
  /// A digest of the canonical row.
  public let fingerprint: [UInt8]
  /// SHA-256 of the row as a record; `nil` where the stream was not remembered.
  public let recordDigest: [UInt8]?

  /// A mark from its fields.
  public init(
    stream: String, keyId: Int64, key: String, fingerprint: [UInt8], recordDigest: [UInt8]? = nil
  ) {
    self.stream = stream
    self.keyId = keyId
    self.key = key
    self.fingerprint = fingerprint
    self.recordDigest = recordDigest
  }
}

extension CompanyReader {
  /// The marks of closed periods' rows, in no order; none of a period of which nothing was published.
  ///
  /// - Parameters:
  ///   - periods: the periods.
  ///   - body: takes each mark with its period; it may not use the reader.
  /// - Throws: `WarehouseError.database`.
  public func eachFiledMark(
    of periods: [PeriodRecord], _ body: (FiledMark, PeriodRecord) -> Void
  ) throws(WarehouseError) {
    let published = periods.filter { $0.currentRun != nil }
    if published.isEmpty { return }
    let byId = Dictionary(published.map { ($0.period.id, $0) }, uniquingKeysWith: { a, _ in a })
    // One statement for all of them: the keys are joined once, not once a period.
    let leaves = published.compactMap { record in
      record.currentRun.map { "(\(leaf(record.period.id, $0)))" }
    }
    try translating(company) { () throws(PostgresError) in
      let rows = try connection.stream(
        connection.prepare(
          "marks of filed rows",
          """
          SELECT f.period_id, f.stream, f.key_id, m.key, f.fingerprint,
            sha256(convert_to(f.row, 'UTF8'))
          FROM core.filed_row f JOIN core.key_map m ON m.key_id = f.key_id
          WHERE \(leaves.joined(separator: " OR "))
          """))
      while try rows.next() {
        var fields = FactReader(rows)
        let period: Int32 = fields.next()
        guard let record = byId[period] else { continue }
        body(
          FiledMark(
            stream: fields.next(), keyId: fields.next(), key: fields.next(),
            fingerprint: fields.next(), recordDigest: fields.next()), record)
      }
    }
  }

  /// Rows of a closed period as they were filed, in no order; a number nothing was filed of is left
  /// out.
  ///
  /// - Parameters:
  ///   - period: the period.
  ///   - stream: the rows' stream.
  ///   - keyIds: the numbers of their keys.
  /// - Returns: the rows.
  /// - Throws: `WarehouseError.database`.
  public func filedRows(
    of period: PeriodRecord, stream: String, keyIds: [Int64]
  ) throws(WarehouseError) -> [FiledRow] {
    guard let run = period.currentRun else { return [] }
    let period = period.period.id
    return try translating(company) { () throws(PostgresError) in
      let columns = FiledRow.fact.columns.joined(separator: ", ")
      let rows = try connection.stream(
        connection.prepare(
          "filed rows \(period) \(run)",
          """
          SELECT \(columns) FROM core.filed_row f
          WHERE \(leaf(period, run)) AND f.stream = $1 AND f.key_id = ANY ($2::int8[])
          """), [.text(stream), .integerArray(keyIds)])
      var found: [FiledRow] = []
      while try rows.next() {
        var fields = FactReader(rows)
        found.append(FiledRow(reading: &fields))
      }
      return found
    }
  }

  /// Literals let PostgreSQL see which leaf is meant before it plans.
  private func leaf(_ period: Int32, _ run: Int32) -> String {
    "f.company_id = \(companyId) AND f.period_id = \(period) AND f.run_id = \(run) "
      + "AND f.leaf IN (0, \(run))"
  }
}
