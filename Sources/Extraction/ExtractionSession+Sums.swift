internal import AccountingValues
internal import PostgresClient

extension ExtractionSession {
  /// The rows of a stream that nothing computes from, counted and summed by the server: what a tally
  /// needs, without a row on the wire. A sum that has more than 37 digits or is no number is left out.
  ///
  /// - Returns: how many rows there are, with their amounts by currency and their quantity.
  /// - Throws: as `reader`.
  public func sum(of stream: String, _ request: ReadRequest) throws -> RowSum {
    let plan = try plan(stream, request)
    return try translatingCancellation(stream) {
      let rows = try exporter.query(
        "sums of \(stream)", plan.summed.preparedText, plan.arguments)
      var count: Int64 = 0
      var amounts: [String: ExactDecimal] = [:]
      var quantity = ExactDecimal.zero
      while try rows.next() {
        count += rows.integer(1) ?? 0
        if let amount = Self.number(rows.text(2)) { amounts[rows.text(0) ?? ""] = amount }
        if let units = Self.number(rows.text(3)), let sum = try? quantity.adding(units) {
          quantity = sum
        }
      }
      return RowSum(rows: count, amounts: amounts, quantity: quantity)
    }
  }

  private static func number(_ text: String?) -> ExactDecimal? {
    text.flatMap { try? ExactDecimal(parsing: $0) }
  }
}
