import AccountingValues

/// The workshop, moves between places, counts and scrap.
extension Business {
  /// On Tuesdays the workshop releases orders for what runs short.
  func planProduction() {
    guard let workshop = profile.workshop, today.weekday == 2 else { return }
    for item in items where item.isMade {
      let position = item.onHand + item.onOrder - item.backlog
      guard position < share(item.demand, 130, of: 100) else { continue }
      let wanted = (share(item.demand, 75, of: 100) / 10_000 + 1) * 10_000
      let possible =
        item.components.map { part in
          part.item.stock[workshop] / part.quantity * 1000 / 5000 * 5000
        }.min() ?? 0
      let quantity = min(wanted, possible)
      if quantity >= 5000 { release(item, quantity, workshop) }
    }
  }

  private func release(_ item: Item, _ quantity: Int64, _ workshop: Int) {
    let id = group.next("manufacturing.work_order")
    let order = WorkOrder(id: id, number: number("FA"), item: item, quantity: quantity, date: today)
    order.created = moment()
    item.onOrder += quantity
    for part in item.components {
      let planned = share(part.quantity, quantity, of: 1000)
      // Cloth and webbing are cut with some waste now and then.
      let waste = throwing("workshop") { $0.chance(150) ? Int64($0.from(1...3)) : 0 }
      let extra = part.item.family.unit == "M" ? share(planned, waste, of: 100) : 0
      let taken = min(part.item.stock[workshop], planned + extra)
      order.components.append((part.item, planned, taken))
      part.item.soldThisMonth += taken
      move(
        "consumption", part.item, at: workshop, -taken,
        MovementSource(stream: "work_orders", document: id, workOrder: id))
    }
    let (wait, inTwo) = throwing("workshop") { ($0.from(3...7), $0.chance(250)) }
    if inTwo, quantity >= 20_000 {
      let half = quantity / 20_000 * 10_000
      later(wait, .made) { [self] in complete(order, half, workshop) }
      later(wait + 3, .made) { [self] in complete(order, quantity - half, workshop) }
    } else {
      later(wait, .made) { [self] in complete(order, quantity, workshop) }
    }
    workOrders.append(order)
  }

  func complete(_ order: WorkOrder, _ quantity: Int64, _ workshop: Int) {
    // Now and then a seam fails, and one is cut up.
    let isLast = order.completed + quantity == order.quantity
    let fails = throwing("seams") { $0.chance(120) }
    let lost: Int64 = isLast && fails && quantity >= 5000 ? 1000 : 0
    let good = quantity - lost
    move(
      "output", order.item, at: workshop, good,
      MovementSource(stream: "work_orders", document: order.id, workOrder: order.id))
    order.item.onOrder -= quantity
    writeHours(order, quantity)
    order.completed += good
    order.scrapped += lost
    if order.isDone { order.completedOn = today }
    // The van takes what is finished to Vienna on the next working day.
    later(1, .planning) { [self] in send(order.item, good, workshop, 0, overNight: true) }
  }

  /// Some days go better than others; wages and energy rise in January.
  private func writeHours(_ order: WorkOrder, _ quantity: Int64) {
    let isNew = today.year > 2025
    let run = order.item.family.hours
    for (operation, hours) in [(10, run.cut), (20, run.sew)] {
      let pace = throwing("pace") { Int64($0.from(94...113)) }
      let setup = order.completed == 0 ? Workshop.setupHours : 0
      let worked = setup + share(hours * pace, quantity, of: 100_000)
      group.add(
        "manufacturing.work_order_time",
        [
          .id(group.next("manufacturing.work_order_time")), .id(order.id), .on(today),
          .id(operation), .percent(worked),
          .cents(share(worked, Workshop.labourRate + (isNew ? 60 : 0), of: 100)),
          .cents(share(worked, Workshop.overheadRate + (isNew ? 20 : 0), of: 100)), moment(),
        ])
    }
  }

  /// The shop is filled up on Mondays.
  func moveStock() {
    guard let shop = profile.shop, today.weekday == 1 else { return }
    for item in soldItems {
      let wanted = max(2000, share(item.demand, 22, of: 100))
      let missing = wanted - item.stock[shop]
      let free = item.stock[0] - min(item.stock[0], item.backlog)
      guard missing > wanted / 3 else { continue }
      let quantity = min(missing, free / 2) / 1000 * 1000
      if quantity > 0 { send(item, quantity, 0, shop, overNight: false) }
    }
  }

  private func send(_ item: Item, _ wanted: Int64, _ from: Int, _ to: Int, overNight: Bool) {
    let quantity = min(wanted, item.stock[from])
    guard quantity > 0 else { return }
    let out = move("transfer_out", item, at: from, -quantity, MovementSource(toPlace: to))
    let arrive = { [self] in
      _ = move("transfer_in", item, at: to, quantity, MovementSource(linked: out))
    }
    if overNight {
      // Arrives even after the last day of the story would end: then it stays on the way.
      later(1, .arrivals, arrive)
    } else {
      arrive()
    }
  }

  /// On the month's last working day a tenth of the items of each place is counted.
  func countStock() {
    let count = number("CT")
    for place in places.indices {
      let there = items.filter { $0.stock[place] > 0 }
      for item in there where throwing("counts", { $0.chance(100) }) {
        countOne(item, place, count)
      }
    }
    scrapSome()
  }

  private func countOne(_ item: Item, _ place: Int, _ number: String) {
    let book = item.stock[place]
    let difference = throwing("counts") { dice in
      dice.chance(170) ? Int64(dice.pick([-2, -1, -1, -1, 1, 1])) * 1000 : 0
    }
    let counted = max(0, book + difference)
    let movement =
      counted == book
      ? nil
      : move(
        "count", item, at: place, counted - book,
        MovementSource(stream: "stock_counts", reason: "monthly_count"))
    group.add(
      "inventory.stock_count",
      [
        .id(group.next("inventory.stock_count")), company, .text(number), .on(today),
        .id(item.id), .id(places[place]), .quantity(counted), .quantity(book),
        movement == nil ? nil : "difference found", .text(employees[2].name),
        .text(employees[0].name), .id(movement), moment(),
      ])
  }

  private func scrapSome() {
    for _ in 0..<(3 * scale) {
      let item = throwing("scrap") { $0.pick(items) }
      if item.stock[0] >= 3000 {
        move("scrap", item, at: 0, -1000, MovementSource(reason: "damaged"))
      }
    }
  }

  /// At the turn of the year what sells worst is worth seven tenths of what it cost; by summer some of
  /// that is made good.
  func assessStock() {
    let percent: Int64
    switch today {
    case day(2025, 12, 31):
      percent = 70
      slowItem = soldItems.filter { $0.onHand > 0 }.max { slowness($0) < slowness($1) }
    case day(2026, 6, 30): percent = 85
    default: return
    }
    guard let item = slowItem else { return }
    group.add(
      "inventory.write_down",
      [
        .id(group.next("inventory.write_down")), company, .text(number("NRV")), .id(item.id),
        .on(today), .price(share(item.cost, percent, of: 100)), nil, .text(currency),
        .text("selling price less costs to sell"), sameMoment,
      ])
  }

  /// How many months the stock of an item lasts, in hundredths.
  private func slowness(_ item: Item) -> Int64 { item.onHand * 100 / max(1, item.demand) }

  /// The planned exception: ten guidebooks come, twelve are sold, twenty come three days later.
  func guidebookEpisode() {
    guard let book = guidebook, let shop = profile.shop else { return }
    switch today {
    case day(2025, 9, 8): receive(book, 10, at: shop)
    case day(2025, 9, 13):
      sellAtTill([(book, 7_000)], inCash: true)
      sellAtTill([(book, 5_000)], inCash: true)
    case day(2025, 9, 16):
      let movement = receive(book, 20, at: shop)
      group.add(
        "inventory.imported_cost_layer",
        [
          .id(movement), .id(book.id), .id(places[shop]), nil, .on(today), .quantity(20_000),
          .quantity(18_000), .price(120_000),
        ])
    default: break
    }
  }
}

extension Business {
  /// Goods that came without an order; their bill names the receipt.
  @discardableResult
  private func receive(_ book: Item, _ units: Int64, at shop: Int) -> Int {
    let id = group.next("procurement.receipt")
    let partner = suppliers[4].partner
    group.add(
      "procurement.receipt",
      [
        .id(id), company, .text(number(profile.numbers.receipt)), .on(today), .on(today),
        .id(partner), .text(currency), nil, nil, moment(),
      ])
    let line = group.next("procurement.receipt_line")
    group.add(
      "procurement.receipt_line",
      [
        .id(line), .id(id), 1, nil, .id(book.id), .quantity(units * 1000), .quantity(0),
        .cents(units * 1_200),
      ])
    later(6, .bills) { [self] in
      let bill = BillLine(
        kind: "stock", item: book.id, receiptLine: line, text: nil, quantity: units * 1000,
        net: units * 1_200, taxCode: "ATRC")
      write(bill: [bill], from: partner, currency, order: nil, terms: 1)
    }
    return move(
      "receipt", book, at: shop, units * 1000,
      MovementSource(
        stream: "goods_receipts", document: id, line: line, value: (units * 1_200, currency)))
  }
}

/// A production order.
final class WorkOrder {
  let id: Int
  let number: String
  let item: Item
  let quantity: Int64
  let date: CivilDate
  var created: SampleValue = nil
  var components: [(item: Item, planned: Int64, taken: Int64)] = []
  var completed: Int64 = 0
  var scrapped: Int64 = 0
  var completedOn: CivilDate?
  var isDone: Bool { completed + scrapped == quantity }

  init(id: Int, number: String, item: Item, quantity: Int64, date: CivilDate) {
    self.id = id
    self.number = number
    self.item = item
    self.quantity = quantity
    self.date = date
  }
}

/// What the workshop's standards are made of: hours in hundredths, money in cents, units.
enum Workshop {
  /// To set up an operation for a lot.
  static let setupHours: Int64 = 25
  static let labourRate: Int64 = 2_150
  static let overheadRate: Int64 = 600
  static let usualLot: Int64 = 20
}
