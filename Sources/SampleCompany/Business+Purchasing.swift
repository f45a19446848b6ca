import AccountingValues

/// An order to a supplier until everything has come.
final class PurchaseOrder {
  struct Line {
    let id: Int
    let item: Item
    let quantity: Int64
    let price: Int64
    let place: Int
    var received: Int64 = 0
    var rejected: Int64 = 0
  }

  let id: Int
  let number: String
  let supplier: Supplier
  let date: CivilDate
  let expected: CivilDate
  let requisition: Int?
  let created: SampleValue
  var lines: [Line] = []

  init(
    id: Int, number: String, supplier: Supplier, date: CivilDate, expected: CivilDate,
    requisition: Int?, created: SampleValue
  ) {
    self.id = id
    self.number = number
    self.supplier = supplier
    self.date = date
    self.expected = expected
    self.requisition = requisition
    self.created = created
  }
}

/// One line of goods that came.
struct ReceivedLine {
  let orderLine: Int
  let receiptLine: Int?
  let item: Item
  let quantity: Int64
  let price: Int64
  let movement: Int?
  let place: Int
}

/// From requisition to debit note.
extension Business {
  /// What a supplier charges on a day, in its currency: fixed at go-live, raised each half year.
  func price(of item: Item, on date: CivilDate) -> Int64 {
    let money = item.supplier?.profile.currency ?? currency
    let first = group.rates.convert(item.cost, currency, money, on: SampleCompany.goLive)
    let halves = (date.year - 2025) * 2 + (date.month >= 7 ? 1 : 0)
    return first * Int64(1000 + 12 * halves) / 1000
  }

  /// Each supplier is looked at on one day of the week.
  func planPurchases() {
    for (index, supplier) in suppliers.enumerated() where index % 5 + 1 == today.weekday {
      let wanted = supplier.items.compactMap { item in
        needed(item).map { (item: item, quantity: $0) }
      }
      for start in stride(from: 0, to: wanted.count, by: 8) {
        order(from: supplier, Array(wanted[start..<min(start + 8, wanted.count)]))
      }
    }
  }

  /// The reorder point covers the lead time and five weeks; an order is a month and a half.
  private func needed(_ item: Item) -> Int64? {
    guard let supplier = item.supplier else { return nil }
    let monthly = item.demand * Int64(seasonAhead(item.family)) / 100
    let point = reorderPoint(monthly, supplier.profile.leadDays)
    let position = item.onHand + item.onOrder - item.backlog
    guard position < point, monthly > 0 else { return nil }
    let boxes = (share(monthly, 150, of: 100) + point - position) / 2 / item.box + 1
    return boxes * item.box
  }

  func reorderPoint(_ monthly: Int64, _ leadDays: Int) -> Int64 {
    share(monthly, Int64(leadDays + 36), of: 30)
  }

  private func seasonAhead(_ family: ItemFamily) -> Int {
    switch (family.season, today.month) {
    case (1, 8...10), (2, 2...4): 125
    case (1, 1...3), (2, 7...9): 70
    default: 100
    }
  }

  private func order(from supplier: Supplier, _ wanted: [(item: Item, quantity: Int64)]) {
    let (delay, requested, rejectedAll) = throwing("purchases") {
      ($0.pick([-2, -1, 0, 0, 0, 1, 2, 4, 9]), $0.chance(140), $0.chance(12))
    }
    let created = moment()
    let requisition = requested ? writeRequisition(supplier, wanted) : nil
    let order = PurchaseOrder(
      id: group.next("procurement.purchase_order"), number: number(profile.numbers.purchaseOrder),
      supplier: supplier, date: today, expected: today.adding(days: supplier.profile.leadDays),
      requisition: requisition, created: created)
    order.lines = wanted.map { item, quantity in
      PurchaseOrder.Line(
        id: group.next("procurement.purchase_order_line"), item: item, quantity: quantity,
        price: price(of: item, on: today), place: item.family.isSold ? 0 : profile.workshop ?? 0)
    }
    if rejectedAll { return write(order, status: "rejected") }
    purchaseOrders.append(order)
    for line in order.lines { line.item.onOrder += line.quantity }
    approve(order)
    expectReceipts(order, Self.workday(order.expected.adding(days: delay)))
  }

  /// One in five comes in two parts; some suppliers bill before the goods are here.
  private func expectReceipts(_ order: PurchaseOrder, _ date: CivilDate) {
    let (splits, billsFirst) = throwing("receipts") { ($0.chance(220), $0.chance(90)) }
    if splits {
      on(date, .goodsIn) { [self] in
        receive(order, { $0.quantity / (2 * $0.item.box) * $0.item.box }, isBilled: false)
      }
      on(date.adding(days: 9), .goodsIn) { [self] in
        receive(order, { $0.quantity - $0.received - $0.rejected }, isBilled: false)
      }
    } else {
      if billsFirst {
        on(date.adding(days: -4), .bills) { [self] in billAhead(order) }
      }
      on(date, .goodsIn) { [self] in receive(order, \.quantity, isBilled: billsFirst) }
    }
  }

  private func receive(
    _ order: PurchaseOrder, _ wanted: (PurchaseOrder.Line) -> Int64, isBilled: Bool
  ) {
    let coming = order.lines.indices.filter { wanted(order.lines[$0]) > 0 }
    guard !coming.isEmpty else { return }
    let id = group.next("procurement.receipt")
    let money = order.supplier.profile.currency
    group.add(
      "procurement.receipt",
      [
        .id(id), company, .text(number(profile.numbers.receipt)), .on(today), .on(today),
        .id(order.supplier.partner), .text(money),
        .rate(group.rates.rate(money, currency, on: today)), .id(order.id), moment(),
      ])
    var received: [ReceivedLine] = []
    for (position, index) in coming.enumerated() {
      received.append(
        receive(order, index, wanted(order.lines[index]), receipt: id, position, isBilled))
    }
    let accepted = received.filter { $0.quantity > 0 }
    if !isBilled { expectBill(order, accepted) }
    if order.supplier.profile.leadDays > 30 {
      chargeFreight(id, accepted, money)
    }
    expectSupplierReturn(order, id, accepted)
  }

  private func receive(
    _ order: PurchaseOrder, _ index: Int, _ quantity: Int64, receipt: Int, _ position: Int,
    _ isBilled: Bool
  ) -> ReceivedLine {
    var line = order.lines[index]
    let bad =
      isBilled ? 0 : throwing("quality") { $0.chance(35) ? Int64($0.from(1...3)) * 1000 : 0 }
    let rejected = min(bad, quantity / 4000 * 1000)
    let accepted = quantity - rejected
    line.received += accepted
    line.rejected += rejected
    line.item.onOrder -= quantity
    order.lines[index] = line
    let net = share(accepted, line.price, of: 100_000)
    let id = group.next("procurement.receipt_line")
    group.add(
      "procurement.receipt_line",
      [
        .id(id), .id(receipt), .id(position + 1), .id(line.id), .id(line.item.id),
        .quantity(accepted), .quantity(rejected), .cents(net),
      ])
    if rejected > 0 { noteRejection(line.item, receipt, quantity, rejected) }
    let lot = line.item.family.code == "ROP" ? makeLot(line.item, id) : nil
    let money = order.supplier.profile.currency
    let isForgotten =
      group.breaks.contains(.receiptWithoutMovement) && isAustrian && today > day(2026, 3, 1)
      && numberOf["planted receipt"] == nil
    if isForgotten { numberOf["planted receipt"] = 1 }
    let movement =
      isForgotten
      ? nil
      : move(
        "receipt", line.item, at: line.place, accepted,
        MovementSource(
          stream: "goods_receipts", document: receipt, line: id, lot: lot, value: (net, money)))
    return ReceivedLine(
      orderLine: line.id, receiptLine: id, item: line.item, quantity: accepted, price: line.price,
      movement: movement, place: line.place)
  }

  private func noteRejection(_ item: Item, _ receipt: Int, _ checked: Int64, _ failed: Int64) {
    group.add(
      "manufacturing.quality_check",
      [
        .id(group.next("manufacturing.quality_check")), nil, .id(receipt), .on(today),
        .id(item.id), .quantity(checked), .quantity(failed), "does not meet specification",
      ])
  }

  private func makeLot(_ item: Item, _ line: Int) -> Int {
    let id = group.next("core.lot")
    group.add(
      "core.lot",
      [
        .id(id), .id(item.id), .text("L\(today.year)-\(line)"), nil, .on(today.adding(days: -40)),
        .on(today.adding(months: 120)), false, false,
      ])
    return id
  }

  /// Most bills come within two weeks, so some fall into the next month; a few bill half first.
  private func expectBill(_ order: PurchaseOrder, _ received: [ReceivedLine]) {
    guard !received.isEmpty else { return }
    let (wait, halves) = throwing("bills") { ($0.from(2...13), $0.chance(70)) }
    if halves, received.count > 1 {
      let half = received.count / 2
      later(wait, .bills) { [self] in bill(order, Array(received[..<half])) }
      later(wait + 8, .bills) { [self] in bill(order, Array(received[half...])) }
    } else {
      later(wait, .bills) { [self] in bill(order, received) }
    }
  }

  private func billAhead(_ order: PurchaseOrder) {
    bill(
      order,
      order.lines.map {
        ReceivedLine(
          orderLine: $0.id, receiptLine: nil, item: $0.item, quantity: $0.quantity,
          price: $0.price, movement: nil, place: $0.place)
      })
  }

  private func bill(_ order: PurchaseOrder, _ received: [ReceivedLine]) {
    let supplier = order.supplier.profile
    let code =
      !isAustrian
      ? nil : supplier.country == "AT" ? "AT20I" : supplier.currency == "EUR" ? "ATRC" : "ATIM"
    let lines = received.map { line in
      // One line in ten is billed a little dearer or cheaper than ordered.
      let (differs, perMille) = throwing("prices") { ($0.chance(100), Int64($0.from(-15...30))) }
      let net = share(line.quantity, line.price, of: 100_000)
      return BillLine(
        kind: "stock", item: line.item.id, orderLine: line.orderLine,
        receiptLine: line.receiptLine, text: nil, quantity: line.quantity,
        net: differs ? net + share(net, perMille, of: 1000) : net, taxCode: code)
    }
    let breaks =
      group.breaks.contains(.billInOtherCurrency) && isAustrian && lastBill != nil
      && supplier.currency == "EUR" && numberOf["planted bill"] == nil
    if breaks { numberOf["planted bill"] = 1 }
    let written = write(
      bill: lines, from: order.supplier.partner, breaks ? "USD" : supplier.currency,
      order: order.id,
      terms: supplier.terms)
    for (line, key) in zip(received, written.lines) {
      billed[line.orderLine, default: []].append((line.receiptLine, written.document, key))
    }
    if throwing("bills", { $0.chance(50) }) {
      written.document.heldUntil = written.document.due.adding(days: 60)
    }
  }

  struct BillLine {
    let kind: String
    var item: Int?
    var orderLine: Int?
    var receiptLine: Int?
    let text: String?
    var quantity: Int64?
    let net: Int64
    let taxCode: String?
    var account: String?
    var department = 1

    var tax: Int64 {
      switch taxCode {
      case "AT20I": share(net, 20, of: 100)
      case "USUT": share(net, 881, of: 10_000)
      default: 0
      }
    }
    var recoverable: Int64 { taxCode == "USUT" ? 0 : tax }
  }

  /// Writes a bill with its lines and tax; it waits for the next payment run.
  @discardableResult
  func write(
    bill lines: [BillLine], from partner: Int, _ money: String, order: Int?, terms: Int
  ) -> (document: OpenDocument, lines: [Int]) {
    let id = group.next("procurement.bill")
    let net = lines.reduce(Int64(0)) { $0 + $1.net }
    let tax = lines.reduce(Int64(0)) { $0 + $1.tax }
    let printed = max(SampleCompany.goLive, today.adding(days: -2))
    let due = printed.adding(days: [2: 14, 3: 60][terms] ?? 30)
    let text = number(profile.numbers.bill)
    group.add(
      "procurement.bill",
      [
        .id(id), company, .text(text), .on(printed), .on(today), .id(partner), .text(money),
        .rate(group.rates.rate(money, currency, on: today)), .id(order),
        .text("\(partner)-\(70_000 + id)"), .on(due), .id(terms), .cents(net + tax), .cents(tax),
        nil, moment(),
      ])
    let keys = lines.map { _ in group.next("procurement.bill_line") }
    for (index, line) in lines.enumerated() {
      group.add(
        "procurement.bill_line",
        [
          .id(keys[index]), .id(id), .id(index + 1), .text(line.kind), .id(line.item),
          .id(line.orderLine), .id(line.receiptLine), .words(line.text), .quantity(line.quantity),
          .cents(line.net), .words(line.taxCode), .cents(line.tax), .cents(line.recoverable),
          .words(line.account), .id(departments[line.department]), nil,
        ])
    }
    noteTax(
      "purchase_bills", id,
      lines.compactMap { line in line.taxCode.map { ($0, line.net, line.tax, line.recoverable) } },
      money)
    if isAustrian { inputTax += lines.reduce(Int64(0)) { $0 + $1.recoverable } }
    let document = OpenDocument(
      stream: "purchase_bills", id: id, partner: partner, currency: money, total: net + tax,
      documentDate: printed, due: due, terms: terms)
    payables.append(document)
    payable[partner, default: 0] += net + tax
    lastBill = document
    return (document, keys)
  }

  /// The forwarder's bill for an import: a charge that belongs to the receipt.
  private func chargeFreight(_ receipt: Int, _ received: [ReceivedLine], _ money: String) {
    let value = received.reduce(Int64(0)) { $0 + share($1.quantity, $1.price, of: 100_000) }
    let wait = throwing("bills") { $0.from(3...9) }
    later(wait, .bills) { [self] in
      let net = share(base(value, money), 55, of: 1000)
      guard net > 0 else { return }
      let line = BillLine(
        kind: "charge", text: "Sea freight and handling", quantity: nil, net: net,
        taxCode: isAustrian ? "AT20I" : nil)
      let written = write(bill: [line], from: forwarder, currency, order: nil, terms: 1)
      group.add(
        "inventory.landed_cost",
        [
          .id(group.next("inventory.landed_cost")), company, .id(receipt), nil,
          .id(written.document.id), .id(written.lines[0]), "freight", .on(today), .text(currency),
          nil, .cents(net), "value", nil, moment(),
        ])
    }
  }

  private func expectSupplierReturn(
    _ order: PurchaseOrder, _ receipt: Int, _ received: [ReceivedLine]
  ) {
    let (comes, wait, index) = throwing("supplier returns") {
      ($0.chance(22), $0.from(15...30), $0.below(max(1, received.count)))
    }
    guard comes, !received.isEmpty else { return }
    let line = received[index]
    later(wait, .goodsOut) { [self] in sendBack(order, receipt, line) }
  }

  private func sendBack(_ order: PurchaseOrder, _ receipt: Int, _ line: ReceivedLine) {
    let quantity = min(line.quantity, line.item.stock[line.place], 3000) / 1000 * 1000
    guard quantity > 0, let movement = line.movement else { return }
    let money = order.supplier.profile.currency
    let net = share(quantity, line.price, of: 100_000)
    let tax = order.supplier.profile.country == "AT" ? share(net, 20, of: 100) : 0
    let note = group.next("procurement.debit_note")
    // A credit that comes before the bill is set against whatever the supplier billed last.
    let billed = billed[line.orderLine]?.first {
      ($0.receiptLine ?? line.receiptLine) == line.receiptLine && $0.bill.currency == money
    }
    let bill =
      billed?.bill
      ?? payables.last {
        $0.stream == "purchase_bills" && $0.partner == order.supplier.partner
      }
    group.add(
      "procurement.debit_note",
      [
        .id(note), company, .text(number(profile.numbers.debitNote)), .on(today), .on(today),
        .id(order.supplier.partner), .text(money),
        .rate(group.rates.rate(money, currency, on: today)), .id(bill?.id), .cents(net + tax),
        .cents(tax), moment(),
      ])
    group.add(
      "procurement.debit_note_line",
      [
        .id(group.next("procurement.debit_note_line")), .id(note), 1, "stock", .id(line.item.id),
        .id(billed?.line), "Returned goods", .quantity(quantity), .cents(net),
        tax > 0 ? "AT20I" : nil,
        .cents(tax), nil, .id(departments[1]), nil,
      ])
    if tax > 0 { noteTax("debit_notes", note, [("AT20I", -net, -tax, -tax)], money) }
    inputTax -= tax
    payable[order.supplier.partner, default: 0] -= net + tax
    writeSupplierReturn(order, receipt, line, quantity, net, note, movement)
    if let bill, bill.open > 0 {
      apply("credit_note", from: ("debit_notes", note), to: bill, min(bill.open, net + tax))
    }
  }

  private func writeSupplierReturn(
    _ order: PurchaseOrder, _ receipt: Int, _ line: ReceivedLine, _ quantity: Int64, _ net: Int64,
    _ note: Int, _ movement: Int
  ) {
    let money = order.supplier.profile.currency
    let id = group.next("procurement.supplier_return")
    group.add(
      "procurement.supplier_return",
      [
        .id(id), company, .text(number("SR")), .on(today), .on(today),
        .id(order.supplier.partner), .id(receipt), .id(note), "credited", "defective", moment(),
      ])
    let lineID = group.next("procurement.supplier_return_line")
    group.add(
      "procurement.supplier_return_line",
      [
        .id(lineID), .id(id), 1, .id(line.receiptLine), .id(line.item.id), nil,
        .quantity(quantity), .cents(net), .text(money),
      ])
    move(
      "supplier_return", line.item, at: line.place, -quantity,
      MovementSource(
        stream: "supplier_returns", document: id, line: lineID, linked: movement,
        value: (net, money)))
  }
}

/// Papers around an order.
extension Business {
  private func writeRequisition(
    _ supplier: Supplier, _ wanted: [(item: Item, quantity: Int64)]
  ) -> Int {
    let id = group.next("procurement.requisition")
    group.add(
      "procurement.requisition",
      [
        .id(id), company, .text(number("RQ")), .on(today), .on(today),
        .text(supplier.profile.currency), "ordered", .text(employees[1].name),
        .text(employees[0].name), .id(departments[1]),
        .on(today.adding(days: supplier.profile.leadDays)), sameMoment,
      ])
    for (index, (item, quantity)) in wanted.enumerated() {
      group.add(
        "procurement.requisition_line",
        [
          .id(group.next("procurement.requisition_line")), .id(id), .id(index + 1), .id(item.id),
          nil, .id(places[0]), .quantity(quantity), .quantity(quantity),
          .price(price(of: item, on: today)), .id(supplier.partner), nil, nil,
        ])
    }
    return id
  }

  private func approve(_ order: PurchaseOrder) {
    let value = order.lines.reduce(Int64(0)) { $0 + share($1.quantity, $1.price, of: 100_000) }
    for (from, to) in [(nil, "requested"), ("requested", "approved")] as [(String?, String)] {
      group.add(
        "audit.workflow_transition",
        [
          .id(group.next("audit.workflow_transition")), company, "purchase_orders", .id(order.id),
          .words(from), .text(to), moment(), .text(employees[to == "approved" ? 0 : 1].name),
          to == "approved" ? "manager" : "buyer", nil,
        ])
    }
    if value > 1_500_000 {
      group.add(
        "audit.approval",
        [
          .id(group.next("audit.approval")), company, "purchase_orders", .id(order.id), "approved",
          moment(), .text(employees[0].name), "manager", 1, .text(order.supplier.profile.currency),
          .cents(value), .text(employees[1].name), nil,
        ])
    }
    acknowledge(order)
  }

  private func acknowledge(_ order: PurchaseOrder) {
    guard throwing("acknowledgements", { $0.chance(300) }), let line = order.lines.first else {
      return
    }
    group.add(
      "procurement.acknowledgement",
      [
        .id(group.next("procurement.acknowledgement")), .id(order.id), .id(line.id),
        .text("AC-\(order.id)"), .on(today), "accepted", .quantity(line.quantity),
        .price(line.price), .on(order.expected), moment(),
      ])
  }

  /// Writes an order as it stands at the end of the story.
  func write(_ order: PurchaseOrder, status: String) {
    let money = order.supplier.profile.currency
    let nets = order.lines.map { share($0.quantity, $0.price, of: 100_000) }
    let net = nets.reduce(0, +)
    let tax = order.supplier.profile.country == "AT" ? share(net, 20, of: 100) : 0
    group.add(
      "procurement.purchase_order",
      [
        .id(order.id), company, .text(order.number), .on(order.date), .on(order.date),
        .id(order.supplier.partner), .text(money),
        .rate(group.rates.rate(money, currency, on: order.date)), .id(order.requisition),
        .text(status), .on(order.expected), .cents(net + tax), order.created,
      ])
    for (index, line) in order.lines.enumerated() {
      group.add(
        "procurement.purchase_order_line",
        [
          .id(line.id), .id(order.id), .id(index + 1), "stock", .id(line.item.id),
          .id(places[line.place]), .quantity(line.quantity), .quantity(line.received),
          .quantity(line.rejected), .price(line.price), .cents(nets[index]), .on(order.expected),
        ])
    }
  }
}
