import AccountingValues
import PostgresClient
import Tables
import Warehouse

/// What the warehouse says of the run that a period shows.
struct PublishedRun {
  let asOf: CivilDate
  let dataThrough: CivilDate?
  let closeId: String
  let isClosed: Bool

  init(run: Int32, period: FiscalPeriod, reader: DatasetReader) throws {
    let dataset = Dataset(
      name: "published run",
      query: QueryText(
        pieces: [
          "SELECT r.as_of, coalesce(r.close_id, '') AS close_id, p.state, r.data_through "
            + "FROM analytics.period p "
            + "JOIN analytics.run r ON r.run_id = p.run_id AND r.company = p.company "
            + "WHERE p.run_id = ", " AND p.period_id = ", " LIMIT 1",
        ], parameterNumbers: [1, 2]),
      columns: [
        Column(name: "as_of", title: "", type: .date),
        Column(name: "close_id", title: "", type: .code),
        Column(name: "state", title: "", type: .code),
        Column(name: "data_through", title: "", type: .date),
      ])
    var rows = try reader.rows(dataset, [.integer(Int64(run)), .integer(Int64(period.id))])
    guard let batch = try rows.next(), batch.rowCount > 0 else {
      throw JobError(
        .internalError, "run \(run) of \(period) is not in the warehouse",
        action: "report this with the structured log of the run")
    }
    let row = Array(batch[0])
    if case .date(let day) = row[0] { asOf = day } else { asOf = period.last }
    if case .text(let id) = row[1] { closeId = id } else { closeId = "" }
    if case .text(let state) = row[2] { isClosed = state == "closed" } else { isClosed = false }
    if case .date(let day) = row[3] { dataThrough = day } else { dataThrough = nil }
    while try rows.next() != nil {}
  }
}
