import AccountingValues

/// What comes back every month.
extension Business {
  func runMonth() {
    billServices()
    let next = today.adding(days: 1)
    let isLastDay = next.day == 1
    if isWorkday, Self.workday(next).month != today.month { endOfWorkingMonth() }
    if isLastDay { endOfMonth() }
    if today.day == 10 { reimburse() }
  }

  private func billServices() {
    for (index, service) in profile.serviceSuppliers.enumerated()
    where service.dayOfMonth == today.day {
      let swing = throwing("services") { Int64($0.from(-6...6)) }
      let amount = service.monthly * Int64(scale)
      let isFixed = service.account == "6110" || service.account == "6160"
      let taxed = service.account == "6130" || service.account == "6140"
      let line = BillLine(
        kind: isFixed ? "expense" : "service",
        text: "\(service.name), \(today.year)/\(today.month)",
        quantity: nil, net: isFixed ? amount : amount + share(amount, swing, of: 100),
        taxCode: isAustrian ? "AT20I" : taxed ? "USUT" : nil, account: service.account,
        department: 0)
      write(bill: [line], from: serviceSuppliers[index], currency, order: nil, terms: 2)
    }
  }

  private func endOfWorkingMonth() {
    countStock()
    payWages()
    claimExpenses()
    chargeManagement()
    payBankAndLoan()
    sellForeignMoney()
    if isAustrian { invoiceRepairs() }
  }

  private func endOfMonth() {
    depreciate()
    accrueAudit()
    if isAustrian { declareTax() }
    proposeDepreciation()
    assessStock()
    for item in items {
      let sold = share(item.soldThisMonth, 100, of: Int64(max(50, rhythm(item.family))))
      item.demand = max(1000, share(2 * item.demand + sold, 1, of: 3))
      item.soldThisMonth = 0
    }
  }

  // MARK: People

  private func payWages() {
    var net: Int64 = 0
    var tax: Int64 = 0
    var social: Int64 = 0
    for employee in employees {
      let slip = writeSlip(employee)
      net += slip.net
      tax += slip.tax
      social += slip.social
    }
    pay("other", "Net wages \(today.year)/\(today.month)", -net, account: "2130")
    let due = today.adding(days: 20 - today.day).adding(months: 1).adding(days: -5)
    let month = "\(today.year)/\(today.month)"
    on(due, .money) { [self] in
      pay("tax_payment", "Wage tax \(month)", -tax, account: "2150")
      pay("other", "Social security \(month)", -social, account: "2160")
    }
  }

  private func writeSlip(
    _ employee: (id: Int, department: Int, gross: Int64, name: String)
  ) -> (net: Int64, tax: Int64, social: Int64) {
    let doubled = profile.paysFourteen && (today.month == 6 || today.month == 11)
    let raised = employee.gross * (today.year > 2025 ? 103 : 100) / 100
    let gross = doubled ? 2 * raised : raised
    let tax = share(gross, profile.incomeTaxPercent, of: 100)
    let own = share(gross, profile.socialPercent, of: 100)
    let employer = share(gross, profile.employerPercent, of: 100)
    let id = group.next("hr.pay_slip")
    group.add(
      "hr.pay_slip",
      [
        .id(id), company, .text("PS-\(today.year)-\(today.month)-\(employee.id)"),
        .id(employee.id), .id(employee.department), nil,
        .on(today.adding(days: 1 - today.day)),
        .on(today.adding(days: 1 - today.day).adding(months: 1).adding(days: -1)), .on(today),
        .text(currency), nil, .cents(gross), .cents(gross - tax - own), .cents(employer),
        .on(today), .id(cash["main"]?.id), nil, moment(),
      ])
    for (kind, code, amount) in [
      ("earning", "SALARY", gross), ("tax", "TAX", tax), ("employee_contribution", "SOCIAL", own),
      ("employer_contribution", "EMPLOYER", employer),
    ] {
      group.add(
        "hr.pay_slip_line",
        [
          .id(group.next("hr.pay_slip_line")), .id(id), .text(kind), .text(code), nil,
          .cents(amount), nil, nil,
        ])
    }
    return (gross - tax - own, tax, own + employer)
  }

  private func claimExpenses() {
    for round in 0..<(3 * scale) {
      let employee = employees[(today.month * 3 + round) % employees.count]
      let isLast = today.adding(days: 31) > SampleCompany.asOf
      let status = round % 11 == 10 ? "rejected" : isLast ? "approved" : "reimbursed"
      let count = throwing("claims") { $0.from(1...3) }
      var lines: [(category: String, net: Int64, tax: Int64)] = []
      for _ in 0..<count {
        let net = throwing("claims") { Int64($0.from(1_500...26_000)) }
        lines.append(
          (
            throwing("claims") { $0.pick(["travel", "hotel", "entertainment"]) }, net,
            isAustrian ? share(net, 20, of: 100) : 0
          ))
      }
      writeClaim(employee, lines, status)
    }
  }

  private func writeClaim(
    _ employee: (id: Int, department: Int, gross: Int64, name: String),
    _ lines: [(category: String, net: Int64, tax: Int64)], _ status: String
  ) {
    let id = group.next("procurement.expense_claim")
    let tax = lines.reduce(Int64(0)) { $0 + $1.tax }
    let total = lines.reduce(tax) { $0 + $1.net }
    group.add(
      "procurement.expense_claim",
      [
        .id(id), company, .text(number("SP")), .on(today), .on(today), .text(currency), nil,
        .id(employee.id), nil, "employee", nil, .text(status), .text(employees[0].name),
        .cents(total), .cents(tax), moment(),
      ])
    for (index, line) in lines.enumerated() {
      group.add(
        "procurement.expense_claim_line",
        [
          .id(group.next("procurement.expense_claim_line")), .id(id), .id(index + 1),
          .text(line.category), nil, .cents(line.net), isAustrian ? "AT20I" : nil,
          .cents(line.tax), .cents(line.tax), "6170", .id(employee.department), nil,
        ])
    }
    guard status != "rejected" else { return }
    if isAustrian {
      inputTax += tax
      noteTax("expenses", id, lines.map { ("AT20I", $0.net, $0.tax, $0.tax) }, currency)
    }
    if status == "reimbursed" { claims += total }
  }

  private func reimburse() {
    guard claims > 0 else { return }
    _ = writePayment("out", nil, "employee", currency, claims)
    claims = 0
  }

  // MARK: Group, bank, repairs

  /// The parent charges its subsidiary for management; both book it on the same day.
  private func chargeManagement() {
    let amount = 200_000 * Int64(scale)
    let paid = Self.groupPaymentDay(today)
    if isAustrian {
      let id = group.next("sales.invoice")
      let line = InvoiceLine(
        kind: "service", item: nil, orderLine: nil, text: "Management services", quantity: 1000,
        net: amount, taxCode: "ATEX", account: "4015")
      let written = write(
        invoice: id, [line], to: nil, order: nil, immediate: nil, partner: sister)
      guard let document = written.document else { return }
      on(paid, .money) { [self] in
        let payment = writePayment("in", sister, "customer", "EUR", document.open)
        apply("payment", from: ("payments", payment), to: document, document.open)
      }
    } else {
      let line = BillLine(
        kind: "service", text: "Management services", quantity: nil, net: amount, taxCode: nil,
        account: "6190", department: 0)
      let document = write(bill: [line], from: sister, "EUR", order: nil, terms: 1).document
      payables.removeAll { $0 === document }
      on(paid, .money) { [self] in
        let payment = writePayment("out", sister, "supplier", "EUR", document.open)
        apply("payment", from: ("payments", payment), to: document, document.open)
      }
    }
  }

  private static func groupPaymentDay(_ invoiced: CivilDate) -> CivilDate {
    workday(invoiced.adding(days: 28))
  }

  private func payBankAndLoan() {
    pay("bank_charge", "Account charges", -8_500, account: "6200")
    guard today.month % 3 == 0 else { return }
    pay("interest_paid", "Interest", -share(loanLeft, 425, of: 40_000), account: "7010")
    let part = profile.opening.loan / 32
    loanLeft -= part
    pay("loan_repayment", "Repayment", -part, account: "2300")
  }

  private func invoiceRepairs() {
    for _ in 0..<(2 * scale) {
      let customer = throwing("repairs") { dice in dice.pick(customers) }
      guard customer.habit != .inAdvance else { continue }
      let net = throwing("repairs") { Int64($0.from(6_000...42_000)) }
      let line = InvoiceLine(
        kind: "service", item: nil, orderLine: nil, text: "Inspection of protective equipment",
        quantity: 1000, net: net, taxCode: customer.taxCode)
      let written = write(
        invoice: group.next("sales.invoice"), [line], to: customer, order: nil, immediate: nil)
      if let document = written.document { expectPayment(of: document, from: customer) }
      if let document = written.document, throwing("repairs", { $0.chance(80) }) {
        credit(
          customer, invoice: document.id, invoiceLine: nil, item: nil, nil,
          share(net, 10, of: 100), "discount", document)
      }
    }
  }

  // MARK: Entries by hand

  /// Writes an entry of the general journal. Amounts are debits, negative ones credits.
  func journal(
    _ text: String, _ lines: [(account: String, amount: Int64)], status: String = "posted",
    kind: String = "manual"
  ) {
    let lines = lines.filter { $0.amount != 0 }
    guard !lines.isEmpty else { return }
    let id = group.next("finance.journal")
    group.add(
      "finance.journal",
      [
        .id(id), company, .text(number("JE")), "GEN", .text(kind), .boolean(kind == "manual"),
        .on(today), .on(today), .text(currency), nil, .text(text),
        .text(employees.last?.name ?? ""),
        status == "draft" ? nil : .text(employees[0].name), nil, .text(status), moment(),
      ])
    for (index, line) in lines.enumerated() {
      group.add(
        "finance.journal_line",
        [
          .id(id), .id(index + 1), .text(line.account), .cents(max(0, line.amount)),
          .cents(max(0, -line.amount)), nil, nil, nil, nil,
        ])
    }
  }

  private func depreciate() {
    let amount = assets.reduce(Int64(0)) { $0 + $1.monthly }
    journal("Depreciation \(today.year)/\(today.month)", [("6400", amount), ("1019", -amount)])
  }

  /// What the yearly audit will cost is accrued month by month; its bill comes in April.
  private func accrueAudit() {
    journal("Audit fee, share of the month", [("6150", 100_000), ("2030", -100_000)])
    guard today.month == 4 else { return }
    let line = BillLine(
      kind: "expense", text: "Audit of the year \(today.year - 1)", quantity: nil, net: 800_000,
      taxCode: isAustrian ? "AT20I" : nil, account: "2030", department: 0)
    write(bill: [line], from: forwarder, currency, order: nil, terms: 1)
  }

  /// The ERP proposes; nobody posts the proposal, the entry by hand counts.
  private func proposeDepreciation() {
    guard today.month % 3 == 0 else { return }
    let amount = 3 * assets.reduce(Int64(0)) { $0 + $1.monthly }
    journal(
      "Proposal: depreciation of the quarter", [("6400", amount), ("1019", -amount)],
      status: "draft", kind: "depreciation")
  }

  private func declareTax() {
    let payable = outputTax - inputTax
    journal(
      "Value added tax \(today.year)/\(today.month)",
      [("2100", outputTax), ("1250", -inputTax), ("2110", -payable)])
    let due = today.adding(days: 1).adding(months: 1).adding(days: 14)
    let status = due <= SampleCompany.asOf ? "paid" : today.month == 10 ? "open" : "filed"
    group.add(
      "finance.tax_return",
      [
        .id(group.next("finance.tax_return")), company, "value added tax",
        .on(today.adding(days: 1 - today.day)), .on(today.adding(days: 1)), .text(status),
        status == "open" ? nil : .on(due.adding(days: -20)), .on(due), .text(currency),
        .cents(outputTax), .cents(inputTax), .cents(payable), moment(),
      ])
    let month = "\(today.year)/\(today.month)"
    on(due, .money) { [self] in
      pay("tax_payment", "Value added tax \(month)", -payable, account: "2110")
    }
    outputTax = 0
    inputTax = 0
  }
}
