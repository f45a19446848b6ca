public import AccountingValues

/// Merges sources that are each in event order into one, holding one event per source. Equal places
/// go by the order in which the sources were given.
///
///     var merge = EventMerge<StreamRow>([invoices, payments])
///     while let row = try merge.next() { … }
public struct EventMerge<Event> {
  /// A source: its next event with its place; `nil` at the end.
  public typealias Source = () throws -> (order: EventOrder, event: Event)?

  private struct Head {
    let order: EventOrder
    let event: Event
    let source: Int
  }

  private let sources: [Source]
  /// A binary heap, the earliest event first.
  private var heads: [Head] = []
  private var hasBegun = false

  /// A merge; nothing is pulled before the first `next()`.
  public init(_ sources: [Source]) { self.sources = sources }

  /// The earliest event of all sources; `nil` at the end.
  ///
  /// - Throws: what the sources throw.
  public mutating func next() throws -> Event? {
    if !hasBegun {
      hasBegun = true
      for index in sources.indices {
        if let head = try pull(index) { heads.append(head) }
      }
      for index in heads.indices.reversed() { sink(index) }
    }
    guard let first = heads.first else { return nil }
    if let next = try pull(first.source) {
      heads[0] = next
    } else {
      heads[0] = heads[heads.count - 1]
      heads.removeLast()
    }
    if !heads.isEmpty { sink(0) }
    return first.event
  }

  private func pull(_ source: Int) throws -> Head? {
    try sources[source]().map { Head(order: $0.order, event: $0.event, source: source) }
  }

  private func isEarlier(_ a: Int, _ b: Int) -> Bool {
    if heads[a].order < heads[b].order { return true }
    if heads[b].order < heads[a].order { return false }
    return heads[a].source < heads[b].source
  }

  private mutating func sink(_ start: Int) {
    var parent = start
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heads.count {
        if isEarlier(child, least) { least = child }
      }
      if least == parent { return }
      heads.swapAt(parent, least)
      parent = least
    }
  }
}

extension EventMerge<StreamRow> {
  /// Merges the rows of several event streams; traps on a stream of masters, which has no order.
  public init(_ readers: [StreamReader]) {
    self.init(
      readers.map { reader in
        {
          guard let row = try reader.next() else { return nil }
          guard let order = row.order else {
            accountingFault("\(reader.stream) has no events to merge")
          }
          return (order, row)
        }
      })
  }
}

extension EventMerge<StreamDocument> {
  /// Merges the documents of several streams.
  public init(_ readers: [DocumentReader]) {
    self.init(
      readers.map { reader in
        {
          guard let document = try reader.next() else { return nil }
          guard let order = document.header.order else {
            accountingFault("\(reader.headers.stream) has no events to merge")
          }
          return (order, document)
        }
      })
  }
}
