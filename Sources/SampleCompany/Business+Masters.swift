import AccountingValues

/// Setting a company up: places, people, partners, items.
extension Business {
  func writeMasters() {
    writeOrganisation()
    writeAccounts()
    writePlaces()
    writeSuppliers()
    writeItems()
    writeBillsOfMaterials()
    writeCustomers()
    writeStaff()
    writeAssets()
  }

  private func writeOrganisation() {
    let names =
      isAustrian
      ? ["Management and sales", "Purchasing and logistics", "Workshop Graz", "Shop Mariahilf"]
      : ["Management and sales", "Purchasing and logistics"]
    for (index, name) in names.enumerated() {
      let id = group.next("core.department")
      departments.append(id)
      group.add(
        "core.department",
        [
          .id(id), company, .text("D\(index + 1)0"), .text(name),
          .id(index > 1 ? departments[1] : nil),
        ])
    }
    businessUnit = group.next("core.business_unit")
    group.add(
      "core.business_unit",
      [.id(businessUnit), company, "TRADE", "Trade", nil, true, true])
    project = group.next("core.project")
    group.add(
      "core.project",
      [
        .id(project), company, "P-WEB", "New web shop", nil, .id(departments[0]),
        .on(day(2025, 9, 1)), .on(day(2026, 6, 30)), .cents(4_800_000), .text(currency), true,
      ])
    for (code, name) in [("DEALER", "Dealers"), ("SHOP", "Own shop"), ("GROUP", "Group")] {
      group.add(
        "metadata.dimension", [company, "channel", .text(code), .text(name), nil, true])
    }
  }

  private func writeAccounts() {
    for account in SampleChart.accounts {
      group.add(
        "finance.account",
        [
          company, .text(account.code), .text(account.name), .text(account.type),
          .words(account.parent), .words(account.control), .boolean(account.isMonetary),
        ])
    }
    for (old, new) in [("40100", "4000"), ("50100", "5000"), ("76000", "6100")] {
      group.add(
        "metadata.account_mapping",
        [
          company, .text(old), .text(new), false, nil, .on(day(2025, 4, 30)),
          "books before go-live",
        ])
    }
    let foreign = isAustrian ? ("USD", "1101") : ("EUR", "1103")
    addCash("main", "Main account", "bank", currency, "1100")
    addCash(foreign.0, "\(foreign.0) account", "bank", foreign.0, foreign.1)
    addCash("GBP", "GBP account", "bank", "GBP", "1102")
    if profile.shop != nil {
      till = addCash("till", "Till 1", "cash", currency, "1110")
      cards = addCash("cards", "Card terminal", "clearing", currency, "1150")
    }
  }

  @discardableResult
  private func addCash(
    _ key: String, _ name: String, _ kind: String, _ currency: String, _ code: String
  ) -> CashAccount {
    let account = CashAccount(
      id: group.next("finance.cash_account"), currency: currency, code: code, name: name)
    cash[key] = account
    group.add(
      "finance.cash_account",
      [.id(account.id), company, .text(name), .text(kind), .text(currency), .text(code)])
    return account
  }

  private func writePlaces() {
    for place in profile.places {
      let id = group.next("core.location")
      places.append(id)
      group.add(
        "core.location",
        [.id(id), company, .text(place.code), .text(place.name), .text(place.kind), nil])
    }
    transit = group.next("core.location")
    group.add("core.location", [.id(transit), company, "TRANSIT", "On the way", "transit", nil])
  }

  func addPartner(
    _ kind: String, _ name: String, _ partnerGroup: String, _ country: String, _ currency: String,
    terms: Int, limit: Int64? = nil
  ) -> Int {
    let id = group.next("core.partner")
    numberOf["partner", default: 10_000] += 1
    group.add(
      "core.partner",
      [
        .id(id), company, .text(kind),
        .text(kind.prefix(1).uppercased() + String(numberOf["partner"] ?? 0)),
        .text(name),
        .text(partnerGroup), .text(country), .text(currency), .id(terms), .cents(limit), nil, true,
      ])
    return id
  }

  private func writeSuppliers() {
    for profile in profile.suppliers {
      let partner = addPartner(
        "supplier", profile.name, profile.currency == currency ? "Domestic and EU" : "Import",
        profile.country, profile.currency, terms: profile.terms)
      suppliers.append(Supplier(partner: partner, profile: profile))
    }
    for service in profile.serviceSuppliers {
      serviceSuppliers.append(
        addPartner("supplier", service.name, "Services", profile.country, currency, terms: 2))
    }
    forwarder = addPartner(
      "supplier", isAustrian ? "Danube Freight GmbH" : "Pacific Gateway Logistics", "Services",
      profile.country, currency, terms: 1)
    let other = isAustrian ? CompanyProfile.summit : .alpin
    sister = addPartner("both", other.name, "Group", other.country, "EUR", terms: 1)
    group.add("core.intercompany_partner", [company, .id(sister), .id(other.id), nil])
  }

  private func writeItems() {
    for series in 1...scale {
      for family in profile.families { writeFamily(family, series) }
    }
    for (code, name, kind) in [
      ("SRV-01", "Repair and care", "service"), ("CHG-01", "Freight and packing", "charge"),
      ("SRV-90", "Management services", "service"),
    ] {
      writeItem(
        group.next("core.item"), code, name, kind, "Services", "EA", nil, false, nil)
    }
    if isAustrian { writeGuidebook() }
    soldItems = items.filter { $0.family.isSold }
  }

  private func writeFamily(_ family: ItemFamily, _ series: Int) {
    for (index, variant) in family.variants.enumerated() {
      let id = group.next("core.item")
      let number =
        "\(family.code)-\(index < 9 ? "0" : "")\(index + 1)" + (series > 1 ? "-S\(series)" : "")
      let name = "\(family.name) \(variant)" + (series > 1 ? " series \(series)" : "")
      // Variants cost a little more from one to the next.
      let cost = family.cost * 100 * Int64(94 + 4 * index) / 100
      let list = cost * profile.listPercent / 100
      let supplier = family.supplier.map { suppliers[$0] }
      let item = Item(
        id: id, number: number, family: family, cost: cost, listPrice: list,
        places: profile.places.count, supplier: supplier)
      items.append(item)
      itemsByFamily[family.code, default: []].append(item)
      supplier?.items.append(item)
      writeItem(
        id, number, name, "stock", family.category, family.unit, family.method, item.isMade,
        family.isSold ? list : nil)
      if let supplier { writeOffer(item, supplier) }
      if index == 0 {
        group.add(
          "metadata.item_attribute", [.id(id), "abc_class", family.cost > 5_000 ? "A" : "B", nil])
      }
    }
  }

  private func writeItem(
    _ id: Int, _ number: String, _ name: String, _ kind: String, _ category: String,
    _ unit: String, _ method: String?, _ isMade: Bool, _ list: Int64?
  ) {
    group.add(
      "core.item",
      [
        .id(id), company, .text(number), .text(name), .text(kind), .text(category), .text(unit),
        .words(method), .boolean(isMade), .price(list), .text(isAustrian ? "AT20" : "USEX"), true,
      ])
  }

  /// Its whole life is scripted, so no family sells or orders it.
  private func writeGuidebook() {
    let family = ItemFamily(
      code: "GDB", name: "Guidebook Wienerwald", category: "Accessories", method: "fifo",
      cost: 1_200, monthly: 0, perLine: 1, variants: [], supplier: 4, isSold: false)
    let item = Item(
      id: group.next("core.item"), number: SampleCompany.negativeStockItem, family: family,
      cost: 120_000, listPrice: 249_000, places: profile.places.count, supplier: suppliers[4])
    writeItem(
      item.id, item.number, family.name, "stock", family.category, "EA", "fifo", false, 249_000)
    guidebook = item
  }

  private func writeOffer(_ item: Item, _ supplier: Supplier) {
    group.add(
      "core.supplier_item",
      [
        .id(item.id), .id(supplier.partner), .text("\(supplier.partner)/\(item.number)"),
        .price(price(of: item, on: SampleCompany.goLive)), .text(supplier.profile.currency),
        .id(supplier.profile.leadDays), .quantity(item.box), nil, .quantity(item.box), nil, nil,
        true,
      ])
    group.add(
      "core.item_cost",
      [
        .id(item.id), "list", .on(day(2025, 1, 1)),
        .price(price(of: item, on: SampleCompany.goLive)), .text(supplier.profile.currency),
      ])
  }

  private func writeBillsOfMaterials() {
    for item in items where item.isMade {
      let position = Int(item.id)
      for (order, part) in item.family.components.enumerated() {
        guard let variants = itemsByFamily[part.code] else { continue }
        let component = variants[position % variants.count]
        // A larger pack takes more cloth and webbing.
        let index = Int64(itemsByFamily[item.family.code]?.firstIndex { $0 === item } ?? 0)
        let grows = component.family.unit == "M"
        let quantity = grows ? part.quantity * (100 + 8 * (index % 6)) / 100 : part.quantity
        item.components.append((component, quantity))
        component.demand += share(item.demand, quantity, of: 1000)
        group.add(
          "manufacturing.bom",
          [
            .id(group.next("manufacturing.bom")), .id(item.id), .id(component.id),
            .quantity(quantity), .on(day(2024, 1, 1)), nil, 1, .text(component.family.unit),
          ])
        if order == 0 { writeRouting(item) }
      }
    }
    writeStandards()
  }

  private func writeRouting(_ item: Item) {
    let run = item.family.hours
    for (operation, name, hours) in [(10, "Cut", run.cut), (20, "Sew", run.sew)] {
      group.add(
        "manufacturing.routing",
        [
          .id(group.next("manufacturing.routing")), .id(item.id), .id(operation), .text(name),
          .text(operation == 10 ? "CUTTING" : "SEWING"), .id(profile.workshop.map { places[$0] }),
          .percent(Workshop.setupHours), .percent(hours), .cents(Workshop.labourRate),
          .cents(Workshop.overheadRate), .text(currency), nil, nil,
        ])
    }
  }

  /// A standard is what the item costs, rounded to whole cents, anew each fiscal year.
  private func writeStandards() {
    for item in items where item.family.method == "standard" {
      for (index, from) in standardDates.enumerated() {
        group.add(
          "core.item_cost",
          [
            .id(item.id), "standard", .on(from),
            .cents(share(standard(item), Int64(100 + 2 * index), of: 100)), .text(currency),
          ])
      }
    }
    // What the made ones' standards are made of.
    for item in items where !item.family.isSold {
      for (index, from) in standardDates.enumerated() {
        group.add(
          "core.item_cost",
          [
            .id(item.id), "standard", .on(from),
            .price(share(item.cost, Int64(100 + 2 * index), of: 100)), .text(currency),
          ])
      }
    }
  }

  private var standardDates: [CivilDate] {
    isAustrian
      ? [day(2025, 1, 1), day(2026, 1, 1)]
      : [day(2024, 7, 1), day(2025, 7, 1), day(2026, 7, 1)]
  }

  /// The first standard cost in hundredths.
  func standard(_ item: Item) -> Int64 {
    guard item.isMade else { return share(item.cost, 1, of: 100) }
    let parts = item.components.reduce(Int64(0)) { $0 + share($1.item.cost, $1.quantity, of: 1000) }
    // Two operations are set up once for a lot.
    let run = (item.family.hours.cut + item.family.hours.sew) * Workshop.usualLot
    let hours = run + 2 * Workshop.setupHours
    return share(parts, 1, of: 100)
      + share(hours, Workshop.labourRate + Workshop.overheadRate, of: 100 * Workshop.usualLot)
  }

  /// What one unit costs in base currency at go-live, in ten-thousandths.
  func openingCost(_ item: Item) -> Int64 {
    item.isMade || item.family.method == "standard" ? standard(item) * 100 : item.cost
  }

  private func writeCustomers() {
    let count = profile.customers * scale
    for index in 0..<count { customers.append(makeCustomer(index)) }
  }

  private func makeCustomer(_ index: Int) -> Customer {
    let (country, money, tax) = market(index)
    let habits: [PayingHabit] = [
      .onTime, .onTime, .late, .early, .onTime, .late, .onTime, .veryLate, .onTime, .late, .onTime,
      .early,
    ]
    var habit = habits[index % 12]
    if index % 32 == 20 { habit = .inAdvance }
    if index % 64 == 41 { habit = .never }
    let terms = habit == .inAdvance ? 6 : habit == .early ? 4 : [1, 1, 2, 3, 1, 5][index % 6]
    let discount = throwing("customers") { $0.from(profile.dealerDiscount) }
    let partner = addPartner(
      "customer", CustomerNames.name(index, country),
      country == profile.country ? "Dealers" : "Export",
      country, money, terms: terms, limit: 5_000_000)
    return Customer(
      partner: partner, country: country, currency: money, terms: terms, habit: habit,
      discount: Int64(discount), taxCode: tax)
  }

  private func market(_ index: Int) -> (country: String, currency: String, tax: String) {
    if isAustrian {
      switch index % 16 {
      case 3, 6, 9, 12: return ("DE", "EUR", "ATEU")
      case 14: return ("GB", "GBP", "ATEX")
      case 15: return ("US", "USD", "ATEX")
      default: return ("AT", "EUR", "AT20")
      }
    }
    switch index % 14 {
    case 6: return ("DE", "EUR", "USEX")
    case 13: return ("GB", "GBP", "USEX")
    default: return ("US", "USD", "USEX")
    }
  }

  private func writeStaff() {
    let names = ["Leitgeb", "Novak", "Baumann", "Horvath", "Keller", "Sommer", "Wieser", "Adler"]
    for round in 0..<scale {
      for role in profile.staff {
        for _ in 0..<role.count {
          let id = group.next("hr.employee")
          let department = departments[(role.department - 1) % departments.count]
          let name = "\(["A.", "B.", "C.", "D.", "E."][id % 5]) \(names[id % 8])"
          let gross = throwing("staff") { role.gross * Int64($0.from(96...106)) / 100 }
          employees.append((id, department, gross, name))
          group.add(
            "hr.employee",
            [
              .id(id), company, .text("E\(1000 + id)"), .text(name), .text(role.title),
              .id(department), .on(day(2016 + (id + round) % 8, 1 + id % 12, 1)), nil,
              .cents(gross), nil,
            ])
        }
      }
    }
  }

  private func writeAssets() {
    let kinds: [(String, String, Int64, Int)] = [
      ("Warehouse racks", "Fixtures", 30, 120), ("Delivery van", "Vehicles", 20, 60),
      ("Sewing machines", "Machinery", 35, 96), ("Computers", "Office equipment", 15, 48),
    ]
    for (index, (name, category, percent, months)) in kinds.enumerated() {
      let id = group.next("finance.fixed_asset")
      let cost = profile.opening.assets * percent / 100
      let before = profile.opening.depreciation * percent / 100
      assets.append((id, share(cost, 1, of: Int64(months))))
      group.add(
        "finance.fixed_asset",
        [
          .id(id), company, .text("A-00\(index + 1)"), .text(name), .text(category),
          .on(day(2022, 3, 1)), .on(day(2022, 4, 1)), .text(currency), .cents(cost), .cents(0),
          "straight_line", .id(months), nil, nil, .cents(before), .id(places[0]),
          .id(departments[1]), nil, nil,
        ])
      group.add(
        "finance.asset_event",
        [
          .id(group.next("finance.asset_event")), .id(id), "acquisition", .on(day(2022, 3, 1)),
          .cents(cost), nil, nil, nil, nil, nil, nil,
          .moment(Timestamp(startOf: day(2022, 3, 1))),
        ])
    }
    loan = group.next("finance.loan")
    let bank = addPartner(
      "company", isAustrian ? "Donau Sparkasse" : "Centennial Bank", "Banks", profile.country,
      currency, terms: 1)
    group.add(
      "finance.loan",
      [
        .id(loan), company, .id(bank), "L-2023-1", "taken", .on(day(2023, 7, 1)),
        .on(day(2031, 6, 30)), .text(currency), .cents(profile.opening.loan), .percent(425),
        "thirty_360", "linear", 4, nil, "2300",
      ])
  }
}
