import AccountingValues

/// A part of a customer's payment of today.
struct Receipt {
  let customer: Customer
  let document: OpenDocument
  /// At most so much; everything if `nil`.
  let amount: Int64?
  let takesDiscount: Bool
}

/// Payments, applications, banks.
extension Business {
  /// Applies something to a document and takes it off what is open.
  func apply(
    _ kind: String, from source: (stream: String, id: Int)?, to document: OpenDocument,
    _ amount: Int64
  ) {
    guard amount > 0 else { return }
    document.open -= amount
    group.add(
      "finance.application",
      [
        .id(group.next("finance.application")), company, .on(today), .text(kind),
        .text(source?.stream ?? "none"), .id(source?.id), .text(document.stream),
        .id(document.id), .cents(amount), moment(),
      ])
    // Payments and credits move the partner's balance themselves.
    guard source == nil || kind == "advance" else { return }
    if document.isReceivable(receivable) {
      receivable[document.partner, default: 0] -= amount
    } else {
      payable[document.partner, default: 0] -= amount
    }
  }

  func bank(_ currency: String) -> CashAccount {
    guard let account = cash[currency == self.currency ? "main" : currency] else {
      accountingFault("\(profile.code) has no account in \(currency)")
    }
    return account
  }

  /// Writes a payment over the bank.
  func writePayment(
    _ direction: String, _ partner: Int?, _ role: String, _ currency: String, _ amount: Int64,
    isAdvance: Bool = false
  ) -> Int {
    let id = group.next("finance.payment")
    let account = bank(currency)
    if direction == "out" { topUp(account, amount) }
    let text = number(direction == "in" ? "ZE" : "ZA")
    group.add(
      "finance.payment",
      [
        .id(id), company, .text(text), .text(direction), .id(partner), .text(role), "TRANSFER",
        .id(account.id), .on(today), .on(today), .text(currency),
        .rate(group.rates.rate(currency, self.currency, on: today)), .cents(amount), nil,
        .boolean(isAdvance), nil, moment(),
      ])
    account.balance += direction == "in" ? amount : -amount
    if let partner, !isAdvance {
      let sign: Int64 = direction == "in" ? -1 : 1
      if role == "customer" { receivable[partner, default: 0] += sign * amount }
      if role == "supplier" { payable[partner, default: 0] -= sign * amount }
    }
    noteStatement(
      account, direction == "in" ? amount : -amount, text, payment: id, transaction: nil)
    return id
  }

  /// Writes a change of a bank account or till without a document.
  func pay(
    _ kind: String, _ text: String, _ amount: Int64, account: String?,
    on cashAccount: CashAccount? = nil,
    other: CashAccount? = nil, otherAmount: Int64? = nil
  ) {
    guard amount != 0, let target = cashAccount ?? cash["main"] else { return }
    let id = group.next("finance.cash_transaction")
    let number = number("KT")
    group.add(
      "finance.cash_transaction",
      [
        .id(id), company, .id(target.id), .on(today), .text(number), .text(kind), .text(text),
        .rate(group.rates.rate(target.currency, currency, on: today)), .cents(amount),
        .id(other?.id), .cents(otherAmount), nil, .words(account), nil,
        kind.hasPrefix("loan") || kind == "interest_paid" ? .id(loan) : nil, nil, moment(),
      ])
    target.balance += amount
    noteStatement(target, amount, text, payment: nil, transaction: id)
  }

  /// The bank's statement knows everything but the last two days.
  private func noteStatement(
    _ account: CashAccount, _ amount: Int64, _ text: String, payment: Int?, transaction: Int?
  ) {
    guard account.code != "1110", account.code != "1150",
      today <= SampleCompany.asOf.adding(days: -2)
    else { return }
    group.add(
      "finance.bank_statement_line",
      [
        .id(group.next("finance.bank_statement_line")), .id(account.id),
        .text("\(today.year)/\(today.month)"), .on(today), .on(today), .cents(amount),
        .cents(account.balance), .text(text), nil, nil, .id(payment), .id(transaction), sameMoment,
      ])
  }

  /// Buys foreign money when an account does not hold enough.
  private func topUp(_ account: CashAccount, _ needed: Int64) {
    guard account.currency != currency, account.balance < needed, let main = cash["main"] else {
      return
    }
    let bought = needed - account.balance + 2_000_000 * Int64(scale)
    let cost = base(bought, account.currency)
    pay(
      "exchange", "Purchase of \(account.currency)", -cost, account: nil, on: main, other: account,
      otherAmount: bought)
    pay(
      "exchange", "Purchase of \(account.currency)", bought, account: nil, on: account, other: main)
  }

  /// Sells foreign money that is not needed, at the end of a month.
  func sellForeignMoney() {
    guard let main = cash["main"] else { return }
    for key in ["EUR", "GBP", "USD"] {
      guard let account = cash[key], account.currency != currency else { continue }
      let kept = 8_000_000 * Int64(scale)
      guard account.balance > 2 * kept else { continue }
      let sold = account.balance - kept
      let gained = base(sold, account.currency)
      pay(
        "exchange", "Sale of \(key)", -sold, account: nil, on: account, other: main,
        otherAmount: gained)
      pay("exchange", "Sale of \(key)", gained, account: nil, on: main, other: account)
    }
  }
}

extension OpenDocument {
  func isReceivable(_ customers: [Int: Int64]) -> Bool {
    stream == "sales_invoices" || (stream == "opening_items" && customers[partner] != nil)
  }
}

/// What customers pay.
extension Business {
  func expectPayment(of document: OpenDocument, from customer: Customer) {
    let (swing, parts, discounts) = throwing("payments") { dice in
      let delay =
        switch customer.habit {
        case .early: dice.from(-12 ... -2)
        case .onTime, .inAdvance: dice.from(-2...5)
        case .late: dice.from(6...28)
        case .veryLate: dice.from(36...85)
        case .never: 110
        }
      return (delay, dice.chance(70), dice.chance(700))
    }
    func expect(_ date: CivilDate, _ amount: Int64?, discount: Bool = false) {
      on(date, .money) { [self] in
        receipts.append(
          Receipt(
            customer: customer, document: document, amount: amount, takesDiscount: discount))
      }
    }
    if customer.habit == .never {
      return on(document.due.adding(days: swing), .money) { [self] in
        apply("write_off", from: nil, to: document, document.open)
      }
    }
    if customer.terms == 5, document.terms == 5 {
      let first = document.documentDate
      expect(first.adding(days: 30 + swing), share(document.total, 34, of: 100))
      expect(first.adding(days: 60 + swing), share(document.total, 33, of: 100))
      expect(first.adding(days: 90 + swing), nil)
    } else if document.terms == 4, discounts {
      expect(document.documentDate.adding(days: 8), nil, discount: true)
    } else if parts {
      expect(document.due.adding(days: swing), share(document.total, 1, of: 2))
      expect(document.due.adding(days: swing + 21), nil)
    } else {
      expect(document.due.adding(days: swing), nil)
    }
  }

  func expectAdvance(_ order: SalesOrder) {
    let net = order.lines.reduce(Int64(0)) { $0 + $1.net }
    let tax = order.customer.taxCode == "AT20" ? share(net, 20, of: 100) : 0
    later(1, .bills) { [self] in
      let payment = writePayment(
        "in", order.customer.partner, "customer", order.customer.currency, net + tax,
        isAdvance: true)
      order.customer.advances.append((payment, net + tax))
    }
  }

  func useAdvances(of customer: Customer, for document: OpenDocument) {
    for index in customer.advances.indices {
      let used = min(customer.advances[index].left, document.open)
      apply("advance", from: ("payments", customer.advances[index].payment), to: document, used)
      customer.advances[index].left -= used
    }
    customer.advances.removeAll { $0.left == 0 }
  }

  /// A credit that nothing is left to take is paid back.
  func refund(_ customer: Customer, credit: Int, _ amount: Int64) {
    let note = OpenDocument(
      stream: "credit_notes", id: credit, partner: customer.partner, currency: customer.currency,
      total: amount, documentDate: today, due: today, terms: nil)
    later(5, .money) { [self] in
      let payment = writePayment(
        "out", customer.partner, "customer", customer.currency, amount)
      apply("payment", from: ("payments", payment), to: note, amount)
    }
  }

  /// What happens with money on a working day.
  func runMoney() {
    takeReceipts()
    if today.weekday == 4 { paySuppliers() }
    settleCards()
  }

  /// A customer pays everything of a day at once.
  private func takeReceipts() {
    var order: [Int] = []
    var byCustomer: [Int: [Receipt]] = [:]
    for receipt in receipts where receipt.document.open > 0 {
      if byCustomer[receipt.customer.partner] == nil { order.append(receipt.customer.partner) }
      byCustomer[receipt.customer.partner, default: []].append(receipt)
    }
    receipts = []
    for partner in order { settle(byCustomer[partner] ?? []) }
  }

  private func settle(_ parts: [Receipt]) {
    guard let customer = parts.first?.customer else { return }
    var uses: [(document: OpenDocument, paid: Int64, discount: Int64)] = []
    for part in parts where !uses.contains(where: { $0.document === part.document }) {
      let open = part.document.open
      let discount = part.takesDiscount ? share(open, 2, of: 100) : 0
      uses.append((part.document, min(part.amount ?? open, open - discount), discount))
    }
    let total = uses.reduce(Int64(0)) { $0 + $1.paid }
    guard total > 0 else { return }
    let payment = writePayment("in", customer.partner, "customer", customer.currency, total)
    for use in uses {
      apply("payment", from: ("payments", payment), to: use.document, use.paid)
      apply("early_discount", from: nil, to: use.document, use.discount)
    }
  }

  /// The weekly run pays what falls due within three days, and takes discounts that are offered.
  private func paySuppliers() {
    var order: [Int] = []
    var bySupplier: [Int: [OpenDocument]] = [:]
    for bill in payables where isPaidToday(bill) {
      if bySupplier[bill.partner] == nil { order.append(bill.partner) }
      bySupplier[bill.partner, default: []].append(bill)
    }
    for partner in order { pay(bySupplier[partner] ?? [], to: partner) }
    payables.removeAll { $0.open == 0 }
  }

  private func isPaidToday(_ bill: OpenDocument) -> Bool {
    guard bill.open > 0, today > bill.heldUntil ?? .earliest else { return false }
    return bill.due <= today.adding(days: 3) || takesDiscount(bill)
  }

  private func takesDiscount(_ bill: OpenDocument) -> Bool {
    bill.terms == 4 && bill.open == bill.total && today <= bill.documentDate.adding(days: 10)
  }

  private func pay(_ bills: [OpenDocument], to partner: Int) {
    // A supplier bills in one currency; a planted bill in another is paid apart.
    for currency in ["EUR", "GBP", "USD"] {
      let some = bills.filter { $0.currency == currency }
      let discounts = some.map { takesDiscount($0) ? share($0.open, 2, of: 100) : 0 }
      let total = some.reduce(Int64(0)) { $0 + $1.open } - discounts.reduce(0, +)
      guard total > 0 else { continue }
      let payment = writePayment("out", partner, "supplier", currency, total)
      for (bill, discount) in zip(some, discounts) {
        apply("payment", from: ("payments", payment), to: bill, bill.open - discount)
        apply("early_discount", from: nil, to: bill, discount)
      }
    }
  }
}
