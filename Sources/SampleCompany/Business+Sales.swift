import AccountingValues

/// A customer's order until everything is delivered.
final class SalesOrder {
  struct Line {
    let id: Int
    let item: Item
    let quantity: Int64
    let net: Int64
    var delivered: Int64 = 0

    /// The part of the net amount that so many delivered units carry.
    func net(of delivered: Int64) -> Int64 { share(net, delivered, of: quantity) }
  }

  let id: Int
  let number: String
  let customer: Customer
  let date: CivilDate
  let promised: CivilDate
  let quote: Int?
  let created: SampleValue
  var lines: [Line] = []
  var readyOn: CivilDate
  var deliveries = 0

  init(
    id: Int, number: String, customer: Customer, date: CivilDate, promised: CivilDate, quote: Int?,
    created: SampleValue
  ) {
    self.id = id
    self.number = number
    self.customer = customer
    self.date = date
    self.promised = promised
    self.quote = quote
    self.created = created
    readyOn = promised
  }

  var isDelivered: Bool { lines.allSatisfy { $0.delivered == $0.quantity } }
}

/// One line of goods that left and is to be invoiced.
struct ShippedLine {
  let deliveryLine: Int
  let orderLine: Int
  let item: Item
  let quantity: Int64
  let net: Int64
  let movement: Int
}

/// From quote to credit note.
extension Business {
  /// Percent of an ordinary month from January on: all the year, winter, summer.
  private static let rhythms = [
    [88, 88, 96, 102, 108, 108, 104, 98, 100, 102, 104, 110],
    [118, 108, 96, 88, 86, 84, 82, 86, 98, 112, 128, 136],
    [62, 66, 86, 112, 134, 140, 134, 112, 92, 78, 70, 78],
  ]

  /// Percent of an ordinary month, by season and with five percent growth a year.
  func rhythm(_ family: ItemFamily) -> Int {
    let month = today.month - 1
    let months = (today.year - 2025) * 12 + today.month - 5
    let base = Self.rhythms[family.season][month]
    return base * (1000 + 4 * months) / 1000
  }

  /// Orders of a day: so many lines as the items' demand asks for.
  func takeOrders() {
    let lineWeights = soldItems.map { item in
      item.family.monthly * rhythm(item.family) * 10 / item.family.perLine
    }
    // A month has 21 working days, an order four lines.
    let count = throwing("orders") { $0.about(lineWeights.reduce(0, +) / 21 / 4) }
    for _ in 0..<count { takeOrder(lineWeights) }
    if throwing("quotes", { $0.chance(min(900, 320 * scale)) }) { quoteOnly(lineWeights) }
  }

  /// An item by the weight of its demand.
  func pickItem(_ weights: [Int], _ part: String) -> Item {
    var left = throwing(part) { $0.below(max(1, weights.reduce(0, +))) }
    for (index, weight) in weights.enumerated() {
      if left < weight { return soldItems[index] }
      left -= weight
    }
    return soldItems[0]
  }

  private func takeOrder(_ weights: [Int]) {
    let customer = throwing("orders") { dice in
      // The first third of the customers places half of the orders.
      dice.chance(500) ? customers[dice.below((customers.count + 2) / 3)] : dice.pick(customers)
    }
    let (fate, wait, lineCount, quoted) = throwing("orders") {
      ($0.below(1000), $0.from(1...6), $0.from(1...7), $0.chance(90))
    }
    let lines = (0..<lineCount).map { _ in pickLine(weights, customer, "orders") }
    let quote = quoted ? writeQuote(customer, lines, "accepted") : nil
    let order = SalesOrder(
      id: group.next("sales.sales_order"), number: number(profile.numbers.order),
      customer: customer, date: today, promised: Self.workday(today.adding(days: wait)),
      quote: quote, created: moment())
    order.lines = lines.map {
      SalesOrder.Line(
        id: group.next("sales.sales_order_line"), item: $0.item, quantity: $0.quantity,
        net: $0.net)
    }
    if fate < 18 { return write(order, status: fate < 12 ? "cancelled" : "draft") }
    for line in order.lines { line.item.backlog += line.quantity }
    if customer.habit == .inAdvance { expectAdvance(order) }
    salesOrders.append(order)
  }

  private func pickLine(
    _ weights: [Int], _ customer: Customer, _ part: String
  ) -> (item: Item, quantity: Int64, net: Int64) {
    let item = pickItem(weights, part)
    let units = throwing(part) { $0.from(1...(2 * item.family.perLine - 1)) }
    let listed = group.rates.convert(
      item.listPrice, currency, customer.currency, on: SampleCompany.goLive)
    let risen = listed * (100 + Int64(2 * (today.year - 2025))) / 100
    let price = risen * (100 - customer.discount) / 100
    return (item, Int64(units) * 1000, share(Int64(units) * 1000, price, of: 100_000))
  }

  private func quoteOnly(_ weights: [Int]) {
    let customer = throwing("quotes") { $0.pick(customers) }
    let count = throwing("quotes") { $0.from(2...6) }
    let lines = (0..<count).map { _ in pickLine(weights, customer, "quotes") }
    let age = SampleCompany.asOf.days(since: today)
    let status = throwing("quotes") {
      age < 30
        ? $0.pick(["sent", "draft", "sent"]) : $0.pick(["expired", "rejected", "superseded"])
    }
    _ = writeQuote(customer, lines, status)
  }

  private func writeQuote(
    _ customer: Customer, _ lines: [(item: Item, quantity: Int64, net: Int64)], _ status: String
  ) -> Int {
    let id = group.next("sales.quote")
    let total = lines.reduce(Int64(0)) { $0 + $1.net }
    group.add(
      "sales.quote",
      [
        .id(id), company, .text(number(profile.numbers.quote)), .on(today), .on(today),
        .id(customer.partner), .text(customer.currency),
        .rate(group.rates.rate(customer.currency, currency, on: today)), .text(status),
        .on(today.adding(days: 30)), nil, .cents(total), moment(),
      ])
    for (index, line) in lines.enumerated() {
      group.add(
        "sales.quote_line",
        [
          .id(group.next("sales.quote_line")), .id(id), .id(index + 1), "stock", .id(line.item.id),
          nil, .quantity(line.quantity), .cents(line.net), .text(customer.taxCode),
        ])
    }
    return id
  }

  /// Writes an order as it stands at the end of its story.
  func write(_ order: SalesOrder, status: String) {
    let total = order.lines.reduce(Int64(0)) { $0 + $1.net }
    let tax = order.customer.taxCode == "AT20" ? share(total, 20, of: 100) : 0
    group.add(
      "sales.sales_order",
      [
        .id(order.id), company, .text(order.number), .on(order.date), .on(order.date),
        .id(order.customer.partner), .text(order.customer.currency),
        .rate(group.rates.rate(order.customer.currency, currency, on: order.date)),
        .id(order.quote), .text(status), .on(order.promised), .cents(total + tax), order.created,
      ])
    for (index, line) in order.lines.enumerated() {
      group.add(
        "sales.sales_order_line",
        [
          .id(line.id), .id(order.id), .id(index + 1), "stock", .id(line.item.id), .id(places[0]),
          .quantity(line.quantity), .quantity(line.delivered), .cents(line.net),
        ])
    }
  }

  /// Sends what is promised and there; the rest waits some days.
  func deliver() {
    for order in salesOrders where order.readyOn <= today {
      ship(order)
      if order.isDelivered {
        write(order, status: "delivered")
      } else {
        order.readyOn = today.adding(days: throwing("deliveries") { $0.from(2...6) })
      }
    }
    salesOrders.removeAll { $0.isDelivered }
  }

  private func ship(_ order: SalesOrder) {
    let halves = order.deliveries == 0 && throwing("deliveries") { $0.chance(130) }
    var shipped: [(index: Int, quantity: Int64)] = []
    var taken: [Int: Int64] = [:]
    for (index, line) in order.lines.enumerated() {
      let open = line.quantity - line.delivered
      let there = line.item.stock[0] - (taken[line.item.id] ?? 0)
      var quantity = min(open, max(0, there) / 1000 * 1000)
      if halves, quantity > 1000 { quantity = quantity / 2000 * 1000 }
      if quantity > 0 {
        taken[line.item.id, default: 0] += quantity
        shipped.append((index, quantity))
      }
    }
    if !shipped.isEmpty { writeDelivery(order, shipped) }
  }

  private func writeDelivery(_ order: SalesOrder, _ shipped: [(index: Int, quantity: Int64)]) {
    let id = group.next("sales.delivery")
    let customer = order.customer
    order.deliveries += 1
    group.add(
      "sales.delivery",
      [
        .id(id), company, .text(number(profile.numbers.delivery)), .on(today), .on(today),
        .id(customer.partner), .text(customer.currency),
        .rate(group.rates.rate(customer.currency, currency, on: today)), .id(order.id), moment(),
      ])
    var lines: [ShippedLine] = []
    for (position, (index, quantity)) in shipped.enumerated() {
      var line = order.lines[index]
      let net = line.net(of: line.delivered + quantity) - line.net(of: line.delivered)
      line.delivered += quantity
      order.lines[index] = line
      line.item.backlog -= quantity
      line.item.soldThisMonth += quantity
      let lineID = group.next("sales.delivery_line")
      group.add(
        "sales.delivery_line",
        [
          .id(lineID), .id(id), .id(position + 1), .id(line.id), .id(line.item.id),
          .quantity(quantity), .cents(net),
        ])
      let movement = move(
        "issue", line.item, at: 0, -quantity,
        MovementSource(stream: "deliveries", document: id, line: lineID))
      lines.append(
        ShippedLine(
          deliveryLine: lineID, orderLine: line.id, item: line.item, quantity: quantity, net: net,
          movement: movement))
    }
    let wait = throwing("invoices") { $0.pick([1, 1, 1, 1, 2, 3]) }
    later(wait, .invoices) { [self] in invoice(order, delivery: id, lines) }
  }

  private func invoice(_ order: SalesOrder, delivery: Int, _ shipped: [ShippedLine]) {
    let customer = order.customer
    let id = group.next("sales.invoice")
    var lines = shipped.map {
      InvoiceLine(
        kind: "stock", item: $0.item.id, orderLine: $0.orderLine, text: nil, quantity: $0.quantity,
        net: $0.net, taxCode: customer.taxCode)
    }
    if shipped.reduce(Int64(0), { $0 + $1.net }) < 40_000 {
      lines.append(
        InvoiceLine(
          kind: "charge", item: nil, orderLine: nil, text: "Freight and packing", quantity: 1000,
          net: 950, taxCode: customer.taxCode))
    }
    let written = write(invoice: id, lines, to: customer, order: order.id, immediate: nil)
    guard let document = written.document else { return }
    useAdvances(of: customer, for: document)
    expectPayment(of: document, from: customer)
    expectReturn(order, delivery, id, shipped, written.lines, document)
  }

  struct InvoiceLine {
    let kind: String
    let item: Int?
    let orderLine: Int?
    let text: String?
    let quantity: Int64
    let net: Int64
    let taxCode: String
    var account: String?

    var tax: Int64 { taxCode == "AT20" ? share(net, 20, of: 100) : 0 }
  }

  /// Writes an invoice with its lines, tax and number; returns its lines' keys, and the document
  /// when it stays open.
  @discardableResult
  func write(
    invoice id: Int, _ lines: [InvoiceLine], to customer: Customer?, order: Int?,
    immediate: CashAccount?, partner: Int? = nil
  ) -> (document: OpenDocument?, lines: [Int]) {
    let money = customer?.currency ?? immediate?.currency ?? "EUR"
    let net = lines.reduce(Int64(0)) { $0 + $1.net }
    let tax = lines.reduce(Int64(0)) { $0 + $1.tax }
    let days = [1: 30, 2: 14, 3: 60, 4: 30, 5: 90, 6: 0]
    let terms = customer?.terms ?? (partner == nil ? nil : 1)
    let due = immediate == nil ? today.adding(days: days[terms ?? 1] ?? 30) : nil
    let text = number(profile.numbers.invoice)
    let rate = group.rates.rate(money, currency, on: today)
    group.add(
      "sales.invoice",
      [
        .id(id), company, .text(text), .on(today), .on(today), .id(customer?.partner ?? partner),
        .text(money), .rate(rate), .id(order), .on(due), .id(terms),
        immediate == nil ? "credit" : "immediate", .id(immediate?.id), .cents(net + tax),
        .cents(tax), nil, moment(),
      ])
    let keys = lines.map { _ in group.next("sales.invoice_line") }
    for (index, line) in lines.enumerated() {
      group.add(
        "sales.invoice_line",
        [
          .id(keys[index]), .id(id), .id(index + 1), .text(line.kind),
          .id(line.item), .id(line.orderLine), .words(line.text), .quantity(line.quantity),
          .cents(line.net), .text(line.taxCode), .cents(line.tax), .words(line.account),
          .id(departments[immediate == nil ? 0 : departments.count - 1]), nil,
        ])
    }
    noteTax("sales_invoices", id, lines.map { ($0.taxCode, $0.net, $0.tax, $0.tax) }, money)
    outputTax += tax
    noteNumber(text, "sales_invoices", id)
    immediate?.balance += net + tax
    guard let partner = customer?.partner ?? partner, let due else { return (nil, keys) }
    let document = OpenDocument(
      stream: "sales_invoices", id: id, partner: partner, currency: money, total: net + tax,
      documentDate: today, due: due, terms: terms)
    receivable[partner, default: 0] += net + tax
    lastInvoice = document
    return (document, keys)
  }

  /// The ERP's own register of numbers.
  func noteNumber(_ text: String, _ stream: String, _ id: Int) {
    let digits = text.split(separator: "-").last.flatMap { Int($0) } ?? 0
    group.add(
      "metadata.document_number",
      [
        company, .text(String(text.dropLast(6))), .id(digits), .text(text), .on(today),
        .text(stream), .id(id), false,
      ])
  }

  /// One row per document and tax code.
  func noteTax(
    _ stream: String, _ document: Int,
    _ parts: [(code: String, net: Int64, tax: Int64, recoverable: Int64)], _ money: String
  ) {
    var sums: [String: (net: Int64, tax: Int64, recoverable: Int64)] = [:]
    for part in parts {
      let known = sums[part.code] ?? (0, 0, 0)
      sums[part.code] = (
        known.net + part.net, known.tax + part.tax, known.recoverable + part.recoverable
      )
    }
    for code in sums.keys.sorted() {
      guard let sum = sums[code] else { continue }
      // Reverse charge is owed and reclaimed at once.
      let kinds =
        code == "ATRC" ? ["reverse_charge_output", "reverse_charge_input"] : [taxKind(code)]
      for kind in kinds {
        let tax = code == "ATRC" ? share(sum.net, 20, of: 100) : sum.tax
        group.add(
          "finance.tax_line",
          [
            .id(group.next("finance.tax_line")), company, .text(stream), .id(document), nil,
            .text(code), .text(kind), .on(today), .on(today), .cents(sum.net), .cents(tax),
            .cents(code == "ATRC" ? tax : sum.recoverable), .text(money), nil, sameMoment,
          ])
      }
    }
  }

  private func taxKind(_ code: String) -> String {
    switch code {
    case "AT20I", "USUT": "input"
    case "ATIM": "import"
    case "USEX": "sales"
    default: "output"
    }
  }
}

/// Goods that come back.
extension Business {
  private func expectReturn(
    _ order: SalesOrder, _ delivery: Int, _ invoice: Int, _ shipped: [ShippedLine],
    _ lines: [Int], _ document: OpenDocument
  ) {
    let (comes, wait, index) = throwing("returns") {
      ($0.chance(28), $0.from(6...24), $0.below(shipped.count))
    }
    guard comes else { return }
    let line = shipped[index]
    later(wait, .returns) { [self] in
      takeBack(order.customer, delivery, invoice, line, lines[index], document)
    }
  }

  private func takeBack(
    _ customer: Customer, _ delivery: Int, _ invoice: Int, _ line: ShippedLine,
    _ invoiceLine: Int, _ document: OpenDocument
  ) {
    let units = throwing("returns") { Int64($0.from(1...max(1, Int(line.quantity / 2000)))) } * 1000
    let isDamaged = throwing("returns") { $0.chance(220) }
    let net = share(line.net, units, of: line.quantity)
    let credit = credit(
      customer, invoice: invoice, invoiceLine: invoiceLine, item: line.item.id, units, net,
      "stock", document)
    let id = group.next("sales.customer_return")
    group.add(
      "sales.customer_return",
      [
        .id(id), company, .text(number("RT")), .on(today), .on(today), .id(customer.partner),
        .id(delivery), .id(invoice), .id(credit), "inspected",
        isDamaged ? "damaged in transit" : "not needed", moment(),
      ])
    let lineID = group.next("sales.customer_return_line")
    group.add(
      "sales.customer_return_line",
      [
        .id(lineID), .id(id), 1, .id(line.deliveryLine), .id(invoiceLine), .id(line.item.id), nil,
        .quantity(units), isDamaged ? "scrapped" : "resalable", .cents(net),
        .text(customer.currency),
      ])
    move(
      "customer_return", line.item, at: 0, units,
      MovementSource(stream: "customer_returns", document: id, line: lineID, linked: line.movement))
    line.item.soldThisMonth -= units
    if isDamaged {
      move(
        "scrap", line.item, at: 0, -units,
        MovementSource(
          stream: "customer_returns", document: id, line: lineID, reason: "damaged_return"))
    }
  }

  /// Writes a credit note and applies it to what is still open of its invoice.
  @discardableResult
  func credit(
    _ customer: Customer, invoice: Int, invoiceLine: Int?, item: Int?, _ quantity: Int64?,
    _ net: Int64, _ kind: String, _ document: OpenDocument
  ) -> Int {
    let id = group.next("sales.credit_note")
    let tax = customer.taxCode == "AT20" ? share(net, 20, of: 100) : 0
    group.add(
      "sales.credit_note",
      [
        .id(id), company, .text(number(profile.numbers.creditNote)), .on(today), .on(today),
        .id(customer.partner), .text(customer.currency),
        .rate(group.rates.rate(customer.currency, currency, on: today)), .id(invoice), "credit",
        nil, .cents(net + tax), .cents(tax), moment(),
      ])
    group.add(
      "sales.credit_note_line",
      [
        .id(group.next("sales.credit_note_line")), .id(id), 1, .text(kind), .id(item),
        .id(invoiceLine), kind == "stock" ? nil : "Allowance for late delivery",
        .quantity(quantity), .cents(net), .text(customer.taxCode), .cents(tax), nil,
        .id(departments[0]), nil,
      ])
    noteTax("credit_notes", id, [(customer.taxCode, -net, -tax, -tax)], customer.currency)
    outputTax -= tax
    receivable[customer.partner, default: 0] -= net + tax
    let used = min(document.open, net + tax)
    if used > 0 { apply("credit_note", from: ("credit_notes", id), to: document, used) }
    if used == 0, document.total > 0, throwing("allowances", { $0.chance(400) }) {
      refund(customer, credit: id, net + tax)
    }
    return id
  }
}
