import AccountingValues

/// Walks through the events of one order line after the other.
struct GoodsMatching {
  /// What is left of an event that has not met its counterpart.
  private struct Open {
    var event: Int32
    /// Its place in `receipts`; `none` for what is no receipt of goods.
    var receipt: Int
    var left: UnmatchedGoods
  }

  private static let none = -1

  private let events: Pages<PurchaseEvent>
  private let orderCurrencies: [Int32]
  private let asOf: CivilDate
  private let filed: Bool
  /// Events waiting, all of one direction, oldest first from `head`.
  private var waiting: [Open] = []
  private var head = 0
  private var waitingIsReceived = false
  private var matches: [GoodsReceivedNotInvoiced.Match] = []
  private(set) var strangers: [Int32] = []
  /// What has been received on the line at hand, by its event, oldest first.
  private var receipts: [(event: Int32, billedMicros: Int64)] = []

  init(events: Pages<PurchaseEvent>, orderCurrencies: [Int32], asOf: CivilDate, view: LedgerView) {
    self.events = events
    self.orderCurrencies = orderCurrencies
    self.asOf = asOf
    filed = view == .asFiled
  }

  /// Matches line after line, and gives each to `note`.
  mutating func run(_ note: (GoodsReceivedNotInvoiced.Line) -> Void) throws(ValueError) {
    try checkRange()
    let order = inLineOrder()
    matches.reserveCapacity(likelyMatches(order))
    var position = 0
    while let line = nextLine(after: &position, of: order) { note(try match(line)) }
  }

  /// What met, without room for more.
  func exactMatches() -> [GoodsReceivedNotInvoiced.Match] {
    if matches.capacity <= matches.count + matches.count / 8 { return matches }
    var exact: [GoodsReceivedNotInvoiced.Match] = []
    exact.reserveCapacity(matches.count)
    exact += matches
    return exact
  }

  private func date(_ event: PurchaseEvent) -> CivilDate {
    filed ? event.postingDate : event.date
  }

  /// The events of the next order line.
  private func nextLine(after position: inout Int, of order: [Int32]) -> ArraySlice<Int32>? {
    guard position < order.count else { return nil }
    let start = position
    let line = events[Int(order[start])].orderLine
    while position < order.count, events[Int(order[position])].orderLine == line { position += 1 }
    return order[start..<position]
  }

  /// How many matches there may be: each but the last of a line uses up an event.
  private func likelyMatches(_ order: [Int32]) -> Int {
    var sum = 0
    var position = 0
    while let line = nextLine(after: &position, of: order) {
      let received = line.count { isReceived(events[Int($0)]) }
      if received > 0, received < line.count { sum += line.count - 1 }
    }
    return sum
  }

  private func isReceived(_ event: PurchaseEvent) -> Bool {
    (event.kind == .receipt) == (event.quantityMicros > 0)
  }

  /// Known events by order line, then by day, ties in the caller's order of events: counted into
  /// their lines, and sorted where a line's days are not in order.
  private func inLineOrder() -> [Int32] {
    let last = events.reduce(Int32(-1)) { max($0, $1.orderLine) }
    var ends = [Int32](repeating: 0, count: Int(last) + 2)
    var count = 0
    for event in events where date(event) <= asOf {
      if event.orderLine < 0 { accountingFault("a purchase event without an order line") }
      ends[Int(event.orderLine) + 1] += 1
      count += 1
    }
    for line in ends.indices.dropFirst() { ends[line] += ends[line - 1] }
    // Each line's start moves to its end while it is filled.
    var order = [Int32](repeating: 0, count: count)
    for (index, event) in events.enumerated() where date(event) <= asOf {
      let line = Int(event.orderLine)
      order[Int(ends[line])] = Int32(index)
      ends[line] += 1
    }
    var start = 0
    for end in ends.dropLast().lazy.map(Int.init) {
      sortByDay(&order, start..<end)
      start = end
    }
    return order
  }

  private func sortByDay(_ order: inout [Int32], _ range: Range<Int>) {
    guard range.count > 1 else { return }
    let isSorted = range.dropFirst().allSatisfy {
      date(events[Int(order[$0 - 1])]) <= date(events[Int(order[$0])])
    }
    if isSorted { return }
    order[range].sort {
      let (a, b) = (date(events[Int($0)]), date(events[Int($1)]))
      return a != b ? a < b : $0 < $1
    }
  }

  private func checkRange() throws(ValueError) {
    var amounts: UInt128 = 0
    var bases: UInt128 = 0
    var quantities: UInt128 = 0
    for event in events {
      amounts += UInt128(event.amountMinor.magnitude)
      bases += UInt128(event.baseMinor.magnitude)
      quantities += UInt128(event.quantityMicros.magnitude)
    }
    let limit = UInt128(Int64.max)
    if amounts > limit || bases > limit || quantities > limit { throw .outOfRange }
  }

  private mutating func match(
    _ order: ArraySlice<Int32>
  ) throws(ValueError) -> GoodsReceivedNotInvoiced.Line {
    waiting.removeAll(keepingCapacity: true)
    receipts.removeAll(keepingCapacity: true)
    head = 0
    let first = events[Int(order[order.startIndex])]
    let currency = currency(of: order, first: first)
    var line = GoodsReceivedNotInvoiced.Line(
      orderLine: first.orderLine, currency: currency, receivedMicros: 0,
      billedMicros: 0, receivedNotInvoiced: .zero, invoicedNotReceived: .zero, openSince: nil)
    for index in order {
      let event = events[Int(index)]
      guard event.currency == currency else {
        strangers.append(index)
        continue
      }
      if event.kind == .receipt {
        line.receivedMicros += event.quantityMicros
      } else {
        line.billedMicros += event.quantityMicros
      }
      try arrive(index)
    }
    for open in waiting[head...] {
      if waitingIsReceived {
        line.receivedNotInvoiced.add(open.left)
      } else {
        line.invoicedNotReceived.add(open.left)
      }
      let since = events[Int(open.event)].date
      line.openSince = line.openSince.map { min($0, since) } ?? since
    }
    return line
  }

  /// The order's currency when some event of the line is in it, else the first event's: a bill in a
  /// wrong currency that comes before its goods must not make strangers of them.
  private func currency(of order: ArraySlice<Int32>, first: PurchaseEvent) -> Int32 {
    let line = Int(first.orderLine)
    guard line < orderCurrencies.count else { return first.currency }
    let stated = orderCurrencies[line]
    return order.contains { events[Int($0)].currency == stated } ? stated : first.currency
  }

  /// An event meets what waits on the other side, oldest first; what is left of it waits itself.
  private mutating func arrive(_ index: Int32) throws(ValueError) {
    let event = events[Int(index)]
    guard event.quantityMicros != 0 else {
      matches += try priceOnly(index)
      return
    }
    var place = Self.none
    if event.kind == .receipt, event.quantityMicros > 0 {
      place = receipts.count
      receipts.append((index, 0))
    }
    let isReceived = isReceived(event)
    let sign: Int64 = event.quantityMicros < 0 ? -1 : 1
    var left = UnmatchedGoods(
      quantityMicros: sign * event.quantityMicros, amountMinor: sign * event.amountMinor,
      baseMinor: sign * event.baseMinor)
    while left.quantityMicros > 0, head < waiting.count, waitingIsReceived != isReceived {
      let quantity = min(left.quantityMicros, waiting[head].left.quantityMicros)
      let mine = try left.take(quantity)
      let theirs = try waiting[head].left.take(quantity)
      let other = waiting[head].event
      let receipt = isReceived ? place : waiting[head].receipt
      if waiting[head].left.quantityMicros == 0 { head += 1 }
      noteBilled(receipt, by: isReceived ? other : index, quantity)
      matches.append(
        try met(
          received: isReceived ? index : other, isReceived ? mine : theirs,
          billed: isReceived ? other : index, isReceived ? theirs : mine))
    }
    guard left.quantityMicros > 0 else { return }
    if head == waiting.count {
      waiting.removeAll(keepingCapacity: true)
      head = 0
      waitingIsReceived = isReceived
    }
    waiting.append(Open(event: index, receipt: place, left: left))
  }

  private func met(
    received: Int32, _ goods: UnmatchedGoods, billed: Int32, _ bill: UnmatchedGoods
  ) throws(ValueError) -> GoodsReceivedNotInvoiced.Match {
    let price = bill.amountMinor - goods.amountMinor
    // At the rate of the goods, be they received or sent back; the other, when they had no value.
    let isReturn = events[Int(received)].kind == .bill && events[Int(billed)].kind == .receipt
    let (moved, stated) = isReturn ? (bill, goods) : (goods, bill)
    let rate = moved.amountMinor != 0 ? moved : stated
    let priceBase =
      rate.amountMinor == 0
      ? bill.baseMinor - goods.baseMinor
      : try Rounding.scaled(price, times: rate.baseMinor, over: rate.amountMinor)
    let (exchange, overflow) = (bill.baseMinor - goods.baseMinor)
      .subtractingReportingOverflow(priceBase)
    if overflow { throw .outOfRange }
    return GoodsReceivedNotInvoiced.Match(
      received: received, billed: billed,
      date: max(date(events[Int(received)]), date(events[Int(billed)])),
      quantityMicros: goods.quantityMicros, priceDifferenceMinor: price,
      priceDifferenceBaseMinor: priceBase, exchangeLossMinor: exchange)
  }

  /// Remembers how much of a receipt has been billed, by its place in `receipts`: an order line may have
  /// tens of thousands of them.
  private mutating func noteBilled(_ receipt: Int, by billed: Int32, _ quantity: Int64) {
    guard receipt != Self.none, events[Int(billed)].kind == .bill else { return }
    receipts[receipt].billedMicros += quantity
  }

  /// A document line without quantity changes the price only: it goes over the receipts of the line
  /// that have been billed by then, by quantity; where none has, over all that are there. Where none
  /// is, all of it passes through the account.
  private func priceOnly(_ index: Int32) throws(ValueError) -> [GoodsReceivedNotInvoiced.Match] {
    let event = events[Int(index)]
    let day = date(event)
    let billed = receipts.filter { $0.billedMicros > 0 }
    let corrected =
      billed.isEmpty
      ? receipts.map { ($0.event, events[Int($0.event)].quantityMicros) }
      : billed.map { ($0.event, $0.billedMicros) }
    guard event.kind == .bill, !corrected.isEmpty else {
      let sign: Int64 = event.kind == .bill ? 1 : -1
      return [
        GoodsReceivedNotInvoiced.Match(
          received: event.kind == .bill ? -1 : index, billed: event.kind == .bill ? index : -1,
          date: day, quantityMicros: 0, priceDifferenceMinor: sign * event.amountMinor,
          priceDifferenceBaseMinor: sign * event.baseMinor, exchangeLossMinor: 0)
      ]
    }
    let amounts = try Allocation.split(event.amountMinor, over: corrected.map(\.1))
    let bases = try Allocation.split(event.baseMinor, over: corrected.map(\.1))
    var shares: [GoodsReceivedNotInvoiced.Match] = []
    for (place, receipt) in corrected.enumerated() {
      let none = UnmatchedGoods.zero
      let share = UnmatchedGoods(
        quantityMicros: 0, amountMinor: amounts[place], baseMinor: bases[place])
      let goods = events[Int(receipt.0)]
      var match = try met(received: receipt.0, none, billed: index, share)
      // The price at the rate that the goods came in with, as when they met their bill.
      if goods.amountMinor != 0 {
        let base = try Rounding.scaled(
          share.amountMinor, times: goods.baseMinor, over: goods.amountMinor)
        match.exchangeLossMinor = share.baseMinor - base
        match.priceDifferenceBaseMinor = base
      }
      shares.append(match)
    }
    return shares
  }
}

/// The sums of lines by currency.
struct GoodsTotals {
  private var totals: [GoodsReceivedNotInvoiced.Total] = []

  /// By currency that occurs.
  var byCurrency: [GoodsReceivedNotInvoiced.Total] {
    totals.sorted { $0.currency < $1.currency }
  }

  mutating func add(_ line: GoodsReceivedNotInvoiced.Line) {
    var slot = 0
    while slot < totals.count, totals[slot].currency != line.currency { slot += 1 }
    if slot == totals.count {
      totals.append(
        GoodsReceivedNotInvoiced.Total(
          currency: line.currency, receivedNotInvoiced: .zero, invoicedNotReceived: .zero))
    }
    totals[slot].receivedNotInvoiced.add(line.receivedNotInvoiced)
    totals[slot].invoicedNotReceived.add(line.invoicedNotReceived)
  }
}

extension UnmatchedGoods {
  /// Adds; the sums were checked to fit.
  fileprivate mutating func add(_ other: UnmatchedGoods) {
    quantityMicros += other.quantityMicros
    amountMinor += other.amountMinor
    baseMinor += other.baseMinor
  }

  /// Takes a quantity off with its share of the value; the last unit takes what is left.
  fileprivate mutating func take(_ quantity: Int64) throws(ValueError) -> UnmatchedGoods {
    let taken = UnmatchedGoods(
      quantityMicros: quantity,
      amountMinor: try Rounding.scaled(amountMinor, times: quantity, over: quantityMicros),
      baseMinor: try Rounding.scaled(baseMinor, times: quantity, over: quantityMicros))
    quantityMicros -= taken.quantityMicros
    amountMinor -= taken.amountMinor
    baseMinor -= taken.baseMinor
    return taken
  }
}
