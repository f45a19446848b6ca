internal import PostgresClient

/// The published rows of one fact and period, in the order of their key: the opening state of the
/// next period, and what `verify` and `diff` compare.
public final class PublishedRows<Row: FactRow> {
  private let rows: RowStream?
  private let company: String

  init(_ rows: RowStream?, company: String) {
    self.rows = rows
    self.company = company
  }

  /// The next row; `nil` after the last.
  ///
  /// - Throws: `WarehouseError.database`.
  public func next() throws(WarehouseError) -> Row? {
    guard let rows else { return nil }
    let found = try translating(company) { () throws(PostgresError) in try rows.next() }
    if !found { return nil }
    var fields = FactReader(rows)
    return Row(reading: &fields)
  }

  /// All rows that are left.
  ///
  /// - Throws: `WarehouseError.database`.
  public func collected() throws(WarehouseError) -> [Row] {
    var all: [Row] = []
    while let row = try next() { all.append(row) }
    return all
  }
}

extension CompanyReader {
  /// The rows readers see of a period; none when nothing was published. They occupy the
  /// session's connection until their end.
  ///
  /// - Throws: `WarehouseError.periodState` for an unknown period, `.database`.
  public func published<Row: FactRow>(
    _: Row.Type, period: Int32
  ) throws(WarehouseError) -> PublishedRows<Row> {
    guard let run = try self.period(period).currentRun else {
      return PublishedRows(nil, company: company)
    }
    return try rows(Row.self, period: period, run: run)
  }

  private func rows<Row: FactRow>(
    _: Row.Type, period: Int32, run: Int32
  ) throws(WarehouseError) -> PublishedRows<Row> {
    try translating(company) { () throws(PostgresError) in
      let key = try connection.query(
        "fact key", "SELECT f.key_columns FROM core.fact f WHERE f.name = $1",
        [.text(Row.fact.name)])
      let order = try key.next() ? key.text(0) ?? "1" : "1"
      let columns = Row.fact.columns.joined(separator: ", ")
      // Literals let PostgreSQL see which leaf is meant before it plans.
      let stream = try connection.stream(
        connection.prepare(
          "published \(Row.fact.name) \(period) \(run)",
          """
          SELECT \(columns) FROM core.\(Row.fact.name)
          WHERE company_id = \(companyId) AND period_id = \(period) AND run_id = \(run)
            AND leaf IN (0, \(run)) ORDER BY \(order)
          """))
      return PublishedRows(stream, company: company)
    }
  }
}

extension CompanyLease {
  /// The rows readers see of a period; none when nothing was published. They occupy the lease's
  /// connection until their end.
  ///
  /// - Throws: `WarehouseError.periodState` for an unknown period, `.database`.
  public func published<Row: FactRow>(
    _ row: Row.Type, period: Int32
  ) throws(WarehouseError) -> PublishedRows<Row> {
    try reader.published(row, period: period)
  }

  /// The latest closed period, whose published rows are the opening of the open span.
  ///
  /// - Throws: `WarehouseError.database`.
  public func latestClosed() throws(WarehouseError) -> PeriodRecord? {
    try periods().last { $0.state == .closed }
  }
}
