import AccountingValues
import Extraction
import Warehouse

/// What became of every row that was read, as rows of the warehouse, stream by stream.
struct StreamTallyRows {
  private(set) var rows: [StreamTallyRow] = []

  init(_ tallies: some Sequence<StreamTally>) {
    for tally in tallies.sorted(by: { $0.stream < $1.stream }) {
      add(tally.read, of: tally.stream, fate: "read")
      add(tally.posted, of: tally.stream, fate: "posted")
      for (rule, sum) in tally.excluded.sorted(by: { $0.key < $1.key }) {
        add(sum, of: tally.stream, fate: "excluded", rule: rule)
      }
      add(tally.held, of: tally.stream, fate: "held")
      add(tally.quarantined, of: tally.stream, fate: "quarantined")
    }
  }

  /// One row per currency; without any, one for the count alone. The first carries the count. Fates
  /// that nothing met are left out, but a stream that is empty says so.
  private mutating func add(
    _ sum: RowSum, of stream: String, fate: String, rule: String? = nil
  ) {
    if sum.rows == 0, fate != "read" { return }
    let amounts = sum.amounts.sorted { $0.key < $1.key }
    var row = StreamTallyRow(
      seq: Int64(rows.count), stream: stream, fate: fate, rule: rule,
      currency: amounts.first.flatMap { $0.key.isEmpty ? nil : $0.key }, rowCount: sum.rows,
      unreadableCount: sum.unreadable, quantity: sum.quantity, amount: amounts.first?.value)
    rows.append(row)
    for (currency, amount) in amounts.dropFirst() {
      row = StreamTallyRow(
        seq: Int64(rows.count), stream: stream, fate: fate, rule: rule, currency: currency,
        amount: amount)
      rows.append(row)
    }
  }
}
