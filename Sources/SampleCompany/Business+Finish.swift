import AccountingValues

/// The end of the story: what is open is written as it stands, with planning, balances and the rest.
extension Business {
  func finish() {
    finishOrders()
    finishWorkOrders()
    finishStock()
    finishPlanning()
    finishLedger()
    finishPeople()
    finishMarket()
    plantBreaks()
  }

  private func finishOrders() {
    for order in salesOrders {
      let started = order.lines.contains { $0.delivered > 0 }
      write(order, status: started ? "partially_delivered" : "confirmed")
    }
    for order in purchaseOrders {
      let isDone = order.lines.allSatisfy { $0.received + $0.rejected >= $0.quantity }
      let started = order.lines.contains { $0.received > 0 }
      write(order, status: isDone ? "received" : started ? "partially_received" : "approved")
    }
  }

  private func finishWorkOrders() {
    for order in workOrders {
      group.add(
        "manufacturing.work_order",
        [
          .id(order.id), company, .text(order.number), .id(order.item.id),
          .id(profile.workshop.map { places[$0] }),
          order.isDone ? "completed" : order.completed > 0 ? "in_progress" : "released",
          .quantity(order.quantity), .quantity(order.completed), .quantity(order.scrapped),
          .on(order.date),
          .on(order.date.adding(days: 7)), .on(order.completedOn), nil,
          .id(departments.count > 2 ? departments[2] : nil), nil, order.created,
        ])
      for part in order.components {
        group.add(
          "manufacturing.work_order_component",
          [
            .id(group.next("manufacturing.work_order_component")), .id(order.id),
            .id(part.item.id), .id(profile.workshop.map { places[$0] }), nil,
            .quantity(part.planned), .quantity(part.taken), .quantity(0), nil,
          ])
      }
      group.add(
        "manufacturing.work_order_output",
        [
          .id(group.next("manufacturing.work_order_output")), .id(order.id), .id(order.item.id),
          .id(profile.workshop.map { places[$0] }), "product", .percent(10_000),
          .quantity(order.quantity), .quantity(order.completed),
        ])
    }
  }

  private func finishStock() {
    var reserved: [Int: Int64] = [:]
    for order in salesOrders {
      for line in order.lines where line.delivered < line.quantity {
        let free = line.item.stock[0] - (reserved[line.item.id] ?? 0)
        let quantity = min(line.quantity - line.delivered, free)
        guard quantity > 0 else { continue }
        reserved[line.item.id, default: 0] += quantity
        group.add(
          "inventory.reservation",
          [
            .id(group.next("inventory.reservation")), .id(line.item.id), .id(places[0]),
            .quantity(quantity), .on(max(order.promised, today)), .id(order.id),
          ])
      }
    }
    for item in items + [guidebook].compactMap({ $0 }) {
      var total: Int64 = 0
      for (place, quantity) in item.stock.enumerated() {
        total += quantity
        let isWrong =
          group.breaks.contains(.balanceDiffers) && isAustrian && item === soldItems[0]
          && place == 0
        group.add(
          "inventory.stock_balance",
          [
            .id(item.id), .id(places[place]), .on(today),
            .quantity(quantity + (isWrong ? 5000 : 0)),
            .quantity(place == 0 ? reserved[item.id] ?? 0 : 0),
          ])
      }
      writeControl("inventory_quantity", item.id, quantity: total, amount: nil)
    }
  }

  private func writeControl(_ name: String, _ scope: Int, quantity: Int64?, amount: Int64?) {
    group.add(
      "metadata.control_total",
      [company, .text(name), .on(today), .id(scope), .quantity(quantity), .cents(amount)])
  }

  /// Planning knows the demand of the last month; buyers look at a supplier once a week, so some
  /// items are always due.
  private func finishPlanning() {
    for item in items {
      let lead = item.supplier?.profile.leadDays ?? 7
      let point = reorderPoint(item.demand, lead) * 9 / 10_000 * 1000
      group.add(
        "core.reorder_policy",
        [
          .id(group.next("core.reorder_policy")), .id(item.id), nil, "reorder_point",
          .quantity(point), .quantity((item.demand * 3 / 2 / item.box + 1) * item.box),
          .quantity(item.demand / 2 / 1000 * 1000), .quantity(item.box), nil, .quantity(item.box),
          .id(lead),
        ])
      if item.isMade {
        group.add(
          "manufacturing.production_schedule",
          [
            .id(group.next("manufacturing.production_schedule")), .id(item.id),
            .on(day(2026, 11, 2)), .quantity(item.demand / 4000 * 1000),
          ])
      }
    }
  }

  private func finishLedger() {
    for side in [("accounts_receivable", receivable), ("accounts_payable", payable)] {
      for partner in side.1.keys.sorted() where usesOwnCurrency(partner) {
        writeControl(side.0, partner, quantity: nil, amount: side.1[partner])
      }
    }
    writeBudgets()
    for number in 1...2 {
      journal(
        "Correction, to be looked at (\(number))", [("6100", 12_500), ("1410", -12_500)],
        status: "draft")
    }
    group.add(
      "finance.schedule",
      [
        .id(group.next("finance.schedule")), company, "prepaid_expense", "S-001",
        .on(day(2026, 1, 1)), .on(day(2026, 12, 31)), "straight_line_periods", .text(currency),
        .cents(240_000), nil, "1410", "6160", nil, nil, nil, nil, .id(departments[0]), nil,
      ])
    group.add(
      "metadata.document_number",
      [
        company, "void", 1, .text(profile.numbers.invoice + "-2026-VOID"), .on(today),
        "sales_invoices", nil, true,
      ])
    group.add(
      "audit.event",
      [
        .id(group.next("audit.event")), company, moment(), .text(employees[0].name), "update",
        "partners", .id(customers[0].partner), "core.partner", .text(String(customers[0].partner)),
        #"{"credit_limit": 40000}"#, #"{"credit_limit": 50000}"#,
      ])
  }

  private func usesOwnCurrency(_ partner: Int) -> Bool {
    partner != sister && !customers.contains { $0.partner == partner && $0.currency != currency }
      && !suppliers.contains { $0.partner == partner && $0.profile.currency != currency }
  }

  private func writeBudgets() {
    let factor = Int64(scale)
    let lines: [(String, Int64)] =
      isAustrian
      ? [
        ("4000", -29_500_000), ("5000", 17_800_000), ("6000", 5_000_000), ("6110", 980_000),
        ("6130", 550_000),
      ]
      : [
        ("4000", -15_500_000), ("5000", 9_600_000), ("6000", 3_000_000), ("6110", 520_000),
        ("6130", 300_000),
      ]
    var month = SampleCompany.goLive
    while month <= SampleCompany.asOf {
      for (account, amount) in lines {
        group.add(
          "finance.budget",
          [
            company, "plan", .text(account), .on(month), .id(departments[0]),
            .cents(amount * factor),
          ])
      }
      month = month.adding(months: 1)
    }
  }

  private func finishPeople() {
    for (index, employee) in employees.enumerated() {
      group.add(
        "hr.employee_balance",
        [.id(employee.id), "vacation", .on(today), .percent(Int64(300 + index * 75)), nil])
      group.add(
        "hr.attendance",
        [
          .id(group.next("hr.attendance")), .id(employee.id), .on(day(2026, 10, 30)),
          .percent(800),
        ])
      group.add(
        "hr.leave",
        [
          .id(group.next("hr.leave")), .id(employee.id), "vacation", .on(day(2026, 8, 3)),
          .on(day(2026, 8, 14)), .percent(1_000), "approved", .id(employees[0].id),
        ])
    }
    group.add(
      "hr.recruitment",
      [
        .id(group.next("hr.recruitment")), company, .id(departments[0]), "Sales",
        .on(day(2026, 9, 1)), nil, 7,
      ])
    group.add(
      "hr.training",
      [
        .id(group.next("hr.training")), .id(employees[1].id), "Customs procedures",
        .on(day(2026, 5, 12)), .cents(48_000),
      ])
    group.add(
      "hr.appraisal",
      [
        .id(group.next("hr.appraisal")), .id(employees[1].id), .on(day(2026, 2, 3)), .percent(420),
      ])
  }

  private func finishMarket() {
    let campaign = group.next("crm.campaign")
    group.add(
      "crm.campaign",
      [
        .id(campaign), company, "Winter catalogue", "mail", .on(day(2026, 9, 15)),
        .on(day(2026, 11, 30)), .cents(900_000), .cents(412_000),
      ])
    for index in 0..<8 {
      let lead = group.next("crm.lead")
      group.add(
        "crm.lead",
        [
          .id(lead), company, .id(campaign),
          .text(CustomerNames.name(profile.customers * scale + index, profile.country)),
          .text(["new", "contacted", "qualified", "converted"][index % 4]), moment(),
        ])
      guard index % 4 > 1 else { continue }
      group.add(
        "crm.opportunity",
        [
          .id(group.next("crm.opportunity")), company, .id(lead), nil, "offer", .percent(4_000),
          .on(day(2026, 12, 15)), .cents(Int64(350_000 + 40_000 * index)), moment(),
        ])
    }
    group.add(
      "crm.cart",
      [.id(group.next("crm.cart")), company, moment(), "abandoned", .cents(18_900), nil])
  }

  /// The defects that were asked for, all in the Austrian company.
  private func plantBreaks() {
    guard isAustrian else { return }
    if group.breaks.contains(.applicationBeyondInvoice), let invoice = lastInvoice {
      let amount = invoice.open + 10_000
      let payment = writePayment("in", invoice.partner, "customer", invoice.currency, amount)
      apply("payment", from: ("payments", payment), to: invoice, amount)
    }
    if group.breaks.contains(.applicationBeyondBill), let bill = lastBill {
      let amount = bill.open + 10_000
      let payment = writePayment("out", bill.partner, "supplier", bill.currency, amount)
      apply("payment", from: ("payments", payment), to: bill, amount)
    }
    if group.breaks.contains(.unbalancedManualEntry) {
      journal("Does not balance", [("6100", 10_000), ("1410", -9_000)])
    }
  }
}
