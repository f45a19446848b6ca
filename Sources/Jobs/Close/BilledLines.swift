import AccountingValues
import Extraction

/// A line of a bill or debit note that passes through goods received not invoiced.
struct BilledLine {
  let document: SourceKey
  /// The line's own key within its document.
  let line: SourceKey?
  let number: String
  let stream: String
  let order: EventOrder
}

/// Such lines by number: eight bytes and a key each, and once per document what all its lines share.
struct BilledLines {
  /// What all lines of a document share.
  private struct Head {
    let number: String
    let stream: String
    let order: EventOrder
  }

  private struct Line {
    let head: Int32
    /// Number of the line's key, −1 for none.
    let key: Int32
  }

  private var heads: [Head] = []
  private var lines: [Line] = []
  private var keys = KeyInterner()

  var count: Int { lines.count }

  subscript(number: Int) -> BilledLine {
    let line = lines[number]
    let head = heads[Int(line.head)]
    return BilledLine(
      document: head.order.key, line: line.key < 0 ? nil : keys[line.key], number: head.number,
      stream: head.stream, order: head.order)
  }

  /// Adds a line; those of a document come one after the other.
  mutating func append(_ line: SourceKey?, of document: Document) {
    let header = document.header
    if heads.last.map({ $0.order.key != document.key || $0.stream != header.stream }) ?? true {
      heads.append(
        Head(
          number: document.number, stream: header.stream,
          order: EventOrder(
            date: document.date, recordedAt: header.order?.recordedAt,
            rank: header.order?.rank ?? 0, key: document.key)))
    }
    lines.append(
      Line(head: Int32(heads.count - 1), key: line.map { keys.intern($0).id } ?? -1))
  }
}
