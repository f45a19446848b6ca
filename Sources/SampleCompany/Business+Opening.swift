import AccountingValues

/// Opening the books at go-live: stock by layers, open documents, and the trial balance that is the
/// sum of both and of the round figures of the profile.
extension Business {
  func openBooks() {
    writeMasters()
    startDay(SampleCompany.goLive)
    let stock = openStock()
    var balances: [String: [String: (amount: Int64, base: Int64)]] = [:]
    func add(_ account: String, _ currency: String, _ amount: Int64, _ base: Int64) {
      let known = balances[account]?[currency] ?? (0, 0)
      balances[account, default: [:]][currency] = (known.amount + amount, known.base + base)
    }
    func add(_ account: String, _ amount: Int64) { add(account, currency, amount, amount) }
    add("1300", stock)
    if let workshop = profile.workshop { add("1310", openWorkshop(workshop)) }
    openItems { side, currency, amount, base in
      let sign: Int64 = side == "receivable" ? 1 : -1
      add(side == "receivable" ? "1200" : "2000", currency, sign * amount, sign * base)
    }
    let position = profile.opening
    let factor = Int64(scale)
    for (key, amount) in [
      ("main", position.bank), (isAustrian ? "USD" : "EUR", position.dollarsOrEuros),
      ("GBP", position.pounds), ("till", position.till),
    ] {
      guard let account = cash[key] else { continue }
      let held = key == "till" ? amount : amount * factor
      account.balance = held
      add(account.code, account.currency, held, base(held, account.currency))
    }
    add("1010", position.assets)
    add("1019", -position.depreciation)
    loanLeft = position.loan
    add("2300", -position.loan)
    add("3000", -position.capital * factor)
    add("2110", -position.taxes * factor)
    add("2150", -position.wageTax * factor)
    add("2160", -position.socialSecurity * factor)
    let rest = balances.values.reduce(Int64(0)) { $0 + $1.values.reduce(0) { $0 + $1.base } }
    add("3100", -rest)
    write(balances)
    settleOpeningTaxes()
  }

  func base(_ amount: Int64, _ from: String) -> Int64 {
    group.rates.convert(amount, from, currency, on: today)
  }

  private func write(_ balances: [String: [String: (amount: Int64, base: Int64)]]) {
    for account in balances.keys.sorted() {
      guard let byCurrency = balances[account] else { continue }
      for currency in byCurrency.keys.sorted() {
        guard let balance = byCurrency[currency], balance != (0, 0) else { continue }
        group.add(
          "finance.opening_balance",
          [
            company, .text(account), .text(currency), .cents(balance.amount), .cents(balance.base),
            nil,
          ])
      }
    }
  }

  /// Two layers per item and place; each enters as one movement that names it.
  private func openStock() -> Int64 {
    var total: Int64 = 0
    for item in items {
      let main = item.family.isSold || profile.workshop == nil ? 0 : profile.workshop ?? 0
      var parts: [(place: Int, months: Int64)] = [(main, 150), (main, 110)]
      if item.family.isSold, let shop = profile.shop { parts.append((shop, 30)) }
      for (order, part) in parts.enumerated() {
        let wanted = item.demand * part.months / 100
        let quantity = max(1000, (wanted + 999) / 1000 * 1000)
        let drift: Int64 = item.family.method == "standard" ? 100 : 97 + Int64(order)
        let value = share(quantity, openingCost(item) * drift / 100, of: 100_000)
        let layer = group.next("inventory.opening_layer")
        let received = day(2025, 2, 10).adding(days: 21 * order + item.id % 14)
        group.add(
          "inventory.opening_layer",
          [
            .id(layer), .id(item.id), .id(places[part.place]), .on(received), .quantity(quantity),
            .cents(value),
          ])
        move(
          "opening", item, at: part.place, quantity,
          MovementSource(stream: "opening_layers", document: layer, value: (value, currency)))
        total += value
      }
    }
    return total
  }

  /// A lot that was cut in April and is sewn in May: its components are in work in progress.
  private func openWorkshop(_ workshop: Int) -> Int64 {
    guard let item = items.first(where: \.isMade) else { return 0 }
    let quantity = Workshop.usualLot * 1000
    let order = WorkOrder(
      id: group.next("manufacturing.work_order"), number: number("FA"), item: item,
      quantity: quantity, date: SampleCompany.goLive.adding(days: -6))
    order.created = moment()
    var cost: Int64 = 0
    for part in item.components {
      let used = share(part.quantity, quantity, of: 1000)
      order.components.append((part.item, used, used))
      cost += share(part.item.cost, used, of: 100_000)
    }
    item.onOrder += quantity
    workOrders.append(order)
    group.add(
      "manufacturing.opening_work_order", [.id(order.id), .quantity(quantity), .cents(cost)])
    later(4, .made) { [self] in complete(order, quantity, workshop) }
    return cost
  }

  /// Documents of the months before, some of them overdue.
  private func openItems(_ note: (String, String, Int64, Int64) -> Void) {
    for (index, customer) in customers.enumerated() where index % 2 == 0 && customer.habit != .never
    {
      let amount = throwing("opening") { Int64($0.from(90_000...640_000)) }
      let date = SampleCompany.goLive.adding(days: -(5 + index * 3 % 50))
      let item = openItem("receivable", customer.partner, customer.currency, amount, date, index)
      note("receivable", customer.currency, amount, base(amount, customer.currency))
      expectPayment(of: item, from: customer)
    }
    for (index, supplier) in suppliers.enumerated() {
      for part in 0..<(2 * scale) {
        let amount = throwing("opening") { Int64($0.from(380_000...1_650_000)) }
        let date = SampleCompany.goLive.adding(days: -(6 + index * 5 % 35 + part % 7))
        let currency = supplier.profile.currency
        let item = openItem("payable", supplier.partner, currency, amount, date, index * 100 + part)
        note("payable", currency, amount, base(amount, currency))
        payables.append(item)
      }
    }
  }

  private func openItem(
    _ side: String, _ partner: Int, _ currency: String, _ amount: Int64, _ date: CivilDate,
    _ number: Int
  ) -> OpenDocument {
    let id = group.next("finance.opening_item")
    let due = date.adding(days: 30)
    let prefix = side == "receivable" ? profile.numbers.invoice : profile.numbers.bill
    group.add(
      "finance.opening_item",
      [
        .id(id), company, .text(side), .id(partner), .text("\(prefix)-2025-V\(1000 + number)"),
        .on(date), .on(due), .text(currency), .cents(amount), .cents(base(amount, currency)),
      ])
    if side == "receivable" {
      receivable[partner, default: 0] += amount
    } else {
      payable[partner, default: 0] += amount
    }
    return OpenDocument(
      stream: "opening_items", id: id, partner: partner, currency: currency, total: amount,
      documentDate: date, due: due, terms: nil)
  }

  private func settleOpeningTaxes() {
    let factor = Int64(scale)
    let position = profile.opening
    on(day(2025, 5, 15), .money) { [self] in
      pay("tax_payment", "Wage tax April 2025", -position.wageTax * factor, account: "2150")
      pay("other", "Social security April 2025", -position.socialSecurity * factor, account: "2160")
      if position.taxes != 0 {
        pay(
          "tax_payment", "Value added tax March and April 2025", -position.taxes * factor,
          account: "2110")
      }
    }
  }
}
