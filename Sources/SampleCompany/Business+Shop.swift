import AccountingValues

/// The shop: a session of the till a day, its receipts, the way of the money to the bank.
extension Business {
  private static let float: Int64 = 30_000

  func openShop() {
    guard let shop = profile.shop, let till else { return }
    let opened = moment()
    let before = till.balance
    let cardsBefore = cards?.balance ?? 0
    let visitors = throwing("shop") { $0.from(5...11) + (today.weekday == 6 ? 4 : 0) } * scale
    let weights = soldItems.map { item in
      item.stock[shop] >= 1000 ? max(1, item.family.monthly * rhythm(item.family) / 100) : 0
    }
    guard weights.contains(where: { $0 > 0 }) else { return }
    for _ in 0..<visitors { serve(weights, shop) }
    sellGiftCards()
    close(till, opened, before, sales: till.balance - before + (cards?.balance ?? 0) - cardsBefore)
  }

  private func serve(_ weights: [Int], _ shop: Int) {
    let (count, inCash) = throwing("shop") { ($0.from(1...3), $0.chance(380)) }
    var basket: [(item: Item, quantity: Int64)] = []
    for _ in 0..<count {
      let item = pickItem(weights, "shop")
      let units = throwing("shop") {
        item.family.perLine >= 10 ? Int64($0.from(1...4)) : $0.chance(100) ? 2 : 1
      }
      let taken = basket.filter { $0.item === item }.reduce(Int64(0)) { $0 + $1.quantity }
      if item.stock[shop] - taken >= units * 1000 { basket.append((item, units * 1000)) }
    }
    if !basket.isEmpty { sellAtTill(basket, inCash: inCash) }
  }

  /// One receipt: an invoice that is paid at once.
  func sellAtTill(_ basket: [(item: Item, quantity: Int64)], inCash: Bool) {
    guard let shop = profile.shop, let account = inCash ? till : cards else { return }
    let id = group.next("sales.invoice")
    let lines = basket.map {
      InvoiceLine(
        kind: "stock", item: $0.item.id, orderLine: nil, text: nil, quantity: $0.quantity,
        net: share($0.quantity, $0.item.listPrice, of: 100_000), taxCode: "AT20")
    }
    let written = write(invoice: id, lines, to: nil, order: nil, immediate: account)
    for (index, (item, quantity)) in basket.enumerated() {
      item.soldThisMonth += quantity
      move(
        "issue", item, at: shop, -quantity,
        MovementSource(stream: "sales_invoices", document: id, line: written.lines[index]))
    }
    if inCash, throwing("shop", { $0.chance(7) }) {
      takeBackAtTill(basket[0], id, written.lines[0])
    }
  }

  /// A customer brings something back at once and gets the money.
  private func takeBackAtTill(
    _ sold: (item: Item, quantity: Int64), _ invoice: Int, _ line: Int
  ) {
    guard let shop = profile.shop, let till, sold.item !== guidebook else { return }
    let net = share(sold.quantity, sold.item.listPrice, of: 100_000)
    let tax = share(net, 20, of: 100)
    guard till.balance - net - tax > Self.float else { return }
    let id = group.next("sales.credit_note")
    group.add(
      "sales.credit_note",
      [
        .id(id), company, .text(number(profile.numbers.creditNote)), .on(today), .on(today), nil,
        .text(currency), nil, .id(invoice), "immediate", .id(till.id), .cents(net + tax),
        .cents(tax), moment(),
      ])
    let lineID = group.next("sales.credit_note_line")
    group.add(
      "sales.credit_note_line",
      [
        .id(lineID), .id(id), 1, "stock", .id(sold.item.id), .id(line), nil,
        .quantity(sold.quantity), .cents(net), "AT20", .cents(tax), nil,
        .id(departments[departments.count - 1]), nil,
      ])
    noteTax("credit_notes", id, [("AT20", -net, -tax, -tax)], currency)
    till.balance -= net + tax
    outputTax -= tax
    sold.item.soldThisMonth -= sold.quantity
    move(
      "customer_return", sold.item, at: shop, sold.quantity,
      MovementSource(stream: "credit_notes", document: id, line: lineID))
  }

  /// Gift cards are sold before Christmas and spent in January.
  private func sellGiftCards() {
    guard let till else { return }
    let sells = today.month == 12 && today.day < 24 && today.day % 3 == 0
    let spends = today.month == 1 && today.day % 3 == 0 && today.day > 6
    guard sells || spends else { return }
    let key = sells ? "cards sold" : "cards spent"
    let issued = numberOf["cards sold"] ?? 0
    guard sells || (numberOf[key] ?? 0) < issued - 2 else { return }
    numberOf[key, default: 0] += 1
    let card = "GC-\(today.year - (sells ? 0 : 1))-\(numberOf[key] ?? 0)"
    let amount: Int64 = 5_000
    let id = group.next("sales.invoice")
    var lines = [
      InvoiceLine(
        kind: "stored_value", item: nil, orderLine: nil, text: "Gift card \(card)", quantity: 1000,
        net: sells ? amount : -amount, taxCode: "AT00")
    ]
    if spends {
      lines.append(
        InvoiceLine(
          kind: "service", item: nil, orderLine: nil, text: "Care of boots and clothing",
          quantity: 1000, net: 4_600, taxCode: "AT20"))
    }
    write(invoice: id, lines, to: nil, order: nil, immediate: till)
    group.add(
      "pos.stored_value",
      [
        .id(group.next("pos.stored_value")), company, .text(card), "gift_card",
        sells ? "issue" : "redeem", .on(today), .text(currency),
        .cents(sells ? amount : -amount), nil, .on(today.adding(months: 36)), "sales_invoices",
        .id(id), nil, sameMoment,
      ])
  }

  private func close(_ till: CashAccount, _ opened: SampleValue, _ before: Int64, sales: Int64) {
    let difference = throwing("till") { dice in
      dice.chance(110) ? Int64(dice.pick([-500, -200, -100, -50, -20, 20, 50, 100])) : 0
    }
    let expected = till.balance
    let counted = max(Self.float, expected + difference)
    let deposit = counted - Self.float
    let id = group.next("pos.session")
    let closed = moment()
    group.add(
      "pos.session",
      [
        .id(id), company, .id(profile.shop.map { places[$0] }), .text(number("KS")), .on(today),
        opened, closed, .text(currency), .cents(before), .cents(expected), .cents(counted),
        .cents(sales), .cents(deposit), .text(employees[id % employees.count].name), .id(till.id),
        closed,
      ])
    till.balance = Self.float
    if deposit > 0 {
      later(1, .money) { [self] in
        pay("transfer", "Till deposit", deposit, account: nil, other: till)
      }
    }
  }

  /// On Mondays the terminal's provider pays out what was taken by card.
  func settleCards() {
    guard let cards, let main = cash["main"], cards.balance > 0, today.weekday == 1 else { return }
    let amount = cards.balance
    pay("transfer", "Card settlement", -amount, account: nil, on: cards, other: main)
    pay("transfer", "Card settlement", amount, account: nil, other: cards)
    pay("bank_charge", "Card fees", -share(amount, 85, of: 10_000), account: "6200")
  }
}
