import AccountingValues

/// Makes applications for a company whose source has payments but does not say what they settle.
///
/// Items are taken in the order of posting (ties in the caller's order) and only the past decides, so
/// that a later document never changes an earlier application:
///
/// - A credit (payment, credit note) settles the open charge whose rest equals it, the oldest of
///   several; else charges oldest first (due date, then document date) until it is used up.
/// - A charge (invoice, debit note) takes an open credit that equals it, the oldest of several; else
///   open credits oldest first.
/// - Money paid back settles only an open credit it equals.
///
/// Advances keep to what their order says and take no part; side, partner and currency must agree.
/// An application is dated the later of its two items' dates and flagged `isInferred`.
public enum ApplicationPolicy {
  /// The applications of items that have none, in the order they are made.
  ///
  /// With `appliesCreditNotes` credit and debit notes settle like payments; else they stay open for
  /// their own reference.
  public static func exactThenOldest(
    _ items: [OpenItem], appliesCreditNotes: Bool = true
  ) -> [Application] {
    var inference = Inference(items: items, appliesCreditNotes: appliesCreditNotes)
    return inference.run()
  }
}

/// The state of the policy while it walks through one partner after the other.
private struct Inference {
  private let items: [OpenItem]
  private let appliesCreditNotes: Bool
  /// What is left of each item, as a magnitude.
  private var left: [Int64]
  private var made: [Application] = []
  private var charges = OpenQueue()
  private var credits = OpenQueue()

  init(items: [OpenItem], appliesCreditNotes: Bool) {
    self.items = items
    self.appliesCreditNotes = appliesCreditNotes
    left = items.map { Int64(clamping: $0.amountMinor.magnitude) }
  }

  mutating func run() -> [Application] {
    let order = items.indices.filter(takesPart).sorted { isBefore(items[$0], $0, items[$1], $1) }
    var previous: Int?
    for index in order {
      if let previous, !sharesAccount(items[previous], items[index]) {
        charges = OpenQueue()
        credits = OpenQueue()
      }
      arrive(index)
      previous = index
    }
    return made
  }

  private func takesPart(_ index: Int) -> Bool {
    let item = items[index]
    switch item.kind {
    case .advance: return false
    case .creditNote: return appliesCreditNotes && item.amountMinor != 0
    case .debitNote: return item.amountMinor > 0 || (appliesCreditNotes && item.amountMinor < 0)
    case .invoice, .payment, .opening: return item.amountMinor != 0
    }
  }

  /// By account, then in the order of posting.
  private func isBefore(_ a: OpenItem, _ aIndex: Int, _ b: OpenItem, _ bIndex: Int) -> Bool {
    if a.side != b.side { return a.side == .receivable }
    if a.partner != b.partner { return a.partner < b.partner }
    if a.currency != b.currency { return a.currency < b.currency }
    return a.postingDate != b.postingDate ? a.postingDate < b.postingDate : aIndex < bIndex
  }

  private func sharesAccount(_ a: OpenItem, _ b: OpenItem) -> Bool {
    a.side == b.side && a.partner == b.partner && a.currency == b.currency
  }

  private mutating func arrive(_ index: Int) {
    let item = items[index]
    let age = OpenQueue.Age(
      dueDate: item.dueDate, documentDate: item.documentDate, index: Int32(index))
    if item.amountMinor < 0 {
      if let charge = charges.oldest(equalTo: left[index], left: left) {
        apply(index, to: charge)
      }
      while left[index] > 0, let charge = charges.oldest(left: left) { apply(index, to: charge) }
      if left[index] > 0 { credits.insert(age, left: left[index]) }
    } else {
      if let credit = credits.oldest(equalTo: left[index], left: left) {
        apply(credit, to: index)
      }
      // Money paid back is no charge that any payment may settle.
      guard item.kind != .payment else { return }
      while left[index] > 0, let credit = credits.oldest(left: left) { apply(credit, to: index) }
      if left[index] > 0 { charges.insert(age, left: left[index]) }
    }
  }

  private mutating func apply(_ credit: Int, to charge: Int) {
    let amount = min(left[credit], left[charge])
    left[credit] -= amount
    left[charge] -= amount
    // A partly used item is looked for by what is left of it from now on.
    charges.noteChange(of: charge, left: left[charge], items: items)
    credits.noteChange(of: credit, left: left[credit], items: items)
    made.append(
      Application(
        kind: items[credit].kind == .payment ? .payment : .creditNote, from: Int32(credit),
        to: Int32(charge), date: max(items[credit].date, items[charge].date),
        postingDate: max(items[credit].postingDate, items[charge].postingDate),
        fromMinor: amount, toMinor: amount, isInferred: true))
  }
}

/// Open items of one account, found oldest first or by their exact rest. Entries that no longer hold
/// are dropped when they come up.
private struct OpenQueue {
  /// What decides which of two items is older.
  struct Age: Comparable {
    var dueDate: CivilDate
    var documentDate: CivilDate
    var index: Int32

    static func < (a: Age, b: Age) -> Bool {
      if a.dueDate != b.dueDate { return a.dueDate < b.dueDate }
      return a.documentDate != b.documentDate
        ? a.documentDate < b.documentDate : a.index < b.index
    }
  }

  private var byAge = BinaryHeap()
  private var byAmount: [Int64: BinaryHeap] = [:]
  private var members: Set<Int32> = []

  mutating func insert(_ age: Age, left amount: Int64) {
    members.insert(age.index)
    byAge.insert(age)
    byAmount[amount, default: BinaryHeap()].insert(age)
  }

  /// The oldest item with something left.
  mutating func oldest(left: [Int64]) -> Int? {
    while let first = byAge.first {
      if left[Int(first.index)] > 0 { return Int(first.index) }
      byAge.removeFirst()
    }
    return nil
  }

  /// The oldest item of which exactly `amount` is left.
  mutating func oldest(equalTo amount: Int64, left: [Int64]) -> Int? {
    while let first = byAmount[amount]?.first {
      if left[Int(first.index)] == amount { return Int(first.index) }
      byAmount[amount]?.removeFirst()
    }
    return nil
  }

  mutating func noteChange(of index: Int, left amount: Int64, items: [OpenItem]) {
    guard members.contains(Int32(index)), amount > 0 else { return }
    let age = Age(
      dueDate: items[index].dueDate, documentDate: items[index].documentDate, index: Int32(index))
    byAmount[amount, default: BinaryHeap()].insert(age)
  }
}

/// The smallest first: J. W. J. Williams, “Algorithm 232: Heapsort” (1964).
private struct BinaryHeap {
  private var entries: [OpenQueue.Age] = []

  var first: OpenQueue.Age? { entries.first }

  mutating func insert(_ entry: OpenQueue.Age) {
    entries.append(entry)
    var child = entries.count - 1
    while child > 0, entries[child] < entries[(child - 1) / 2] {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeFirst() {
    entries.swapAt(0, entries.count - 1)
    entries.removeLast()
    var parent = 0
    while true {
      var smallest = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
        if entries[child] < entries[smallest] { smallest = child }
      }
      if smallest == parent { return }
      entries.swapAt(parent, smallest)
      parent = smallest
    }
  }
}
