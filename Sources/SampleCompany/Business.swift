import AccountingValues

/// An item in the life of a company. Quantities are thousandths, costs and prices ten-thousandths.
final class Item {
  let id: Int
  let number: String
  let family: ItemFamily
  /// Cost per unit at go-live in the company's currency.
  let cost: Int64
  let listPrice: Int64
  /// Units a month, all together, as last estimated.
  var demand: Int64
  var soldThisMonth: Int64 = 0
  /// By place.
  var stock: [Int64]
  var onOrder: Int64 = 0
  /// Ordered by customers and not delivered.
  var backlog: Int64 = 0
  /// What one unit is made of.
  var components: [(item: Item, quantity: Int64)] = []
  let supplier: Supplier?

  init(
    id: Int, number: String, family: ItemFamily, cost: Int64, listPrice: Int64, places: Int,
    supplier: Supplier?
  ) {
    self.id = id
    self.number = number
    self.family = family
    self.cost = cost
    self.listPrice = listPrice
    demand = Int64(family.monthly) * 1000
    stock = Array(repeating: 0, count: places)
    self.supplier = supplier
  }

  var onHand: Int64 { stock.reduce(0, +) }
  var isMade: Bool { family.supplier == nil }
  /// Orders are rounded up to whole boxes.
  var box: Int64 { family.unit == "M" ? 50_000 : Int64(max(1, family.perLine / 2)) * 1000 }
}

/// A supplier in the life of a company.
final class Supplier {
  let partner: Int
  let profile: SupplierProfile
  var items: [Item] = []
  init(partner: Int, profile: SupplierProfile) {
    self.partner = partner
    self.profile = profile
  }
}

/// How a customer pays.
enum PayingHabit {
  case early, onTime, late, veryLate, inAdvance, never
}

/// A customer in the life of a company.
final class Customer {
  let partner: Int
  let country: String
  let currency: String
  let terms: Int
  let habit: PayingHabit
  /// Percent off the list price.
  let discount: Int64
  let taxCode: String
  /// Payments in advance that are not used up yet.
  var advances: [(payment: Int, left: Int64)] = []

  init(
    partner: Int, country: String, currency: String, terms: Int, habit: PayingHabit,
    discount: Int64, taxCode: String
  ) {
    self.partner = partner
    self.country = country
    self.currency = currency
    self.terms = terms
    self.habit = habit
    self.discount = discount
    self.taxCode = taxCode
  }
}

/// A document that waits to be settled, of either side.
final class OpenDocument {
  let stream: String
  let id: Int
  let partner: Int
  let currency: String
  let total: Int64
  var open: Int64
  let documentDate: CivilDate
  let due: CivilDate
  let terms: Int?
  /// A disputed bill is not paid before this day.
  var heldUntil: CivilDate?

  init(
    stream: String, id: Int, partner: Int, currency: String, total: Int64,
    documentDate: CivilDate, due: CivilDate, terms: Int?
  ) {
    self.stream = stream
    self.id = id
    self.partner = partner
    self.currency = currency
    self.total = total
    open = total
    self.documentDate = documentDate
    self.due = due
    self.terms = terms
  }
}

/// A bank account, till or clearing account with its running balance.
final class CashAccount {
  let id: Int
  let currency: String
  let code: String
  let name: String
  var balance: Int64 = 0
  var statement = 0
  init(id: Int, currency: String, code: String, name: String) {
    self.id = id
    self.currency = currency
    self.code = code
    self.name = name
  }
}

/// One company living through its days. What happens on a later day waits in the agenda; within a
/// day goods come in before they go out, and every row is recorded after the one before.
final class Business {
  let profile: CompanyProfile
  let group: SampleGroup
  var dice: [String: Dice] = [:]
  var today = SampleCompany.goLive
  private var microseconds: Int64 = 0
  var numberOf: [String: Int] = [:]
  private var agenda: [CivilDate: [(phase: Phase, work: () -> Void)]] = [:]

  var items: [Item] = []
  var itemsByFamily: [String: [Item]] = [:]
  var soldItems: [Item] = []
  var guidebook: Item?
  var suppliers: [Supplier] = []
  var serviceSuppliers: [Int] = []
  var forwarder = 0
  var customers: [Customer] = []
  var sister = 0
  var places: [Int] = []
  var transit = 0
  var departments: [Int] = []
  var businessUnit = 0
  var project = 0
  var employees: [(id: Int, department: Int, gross: Int64, name: String)] = []
  var cash: [String: CashAccount] = [:]
  var till: CashAccount?
  var cards: CashAccount?
  var assets: [(id: Int, monthly: Int64)] = []
  var loan = 0

  /// What was written down at the turn of the year.
  var slowItem: Item?
  var salesOrders: [SalesOrder] = []
  var purchaseOrders: [PurchaseOrder] = []
  var workOrders: [WorkOrder] = []
  var payables: [OpenDocument] = []
  /// Customers' payments of today, by customer.
  var receipts: [Receipt] = []
  /// What partners owe and are owed, each in its own currency; advances apart.
  var receivable: [Int: Int64] = [:]
  var payable: [Int: Int64] = [:]
  var outputTax: Int64 = 0
  var inputTax: Int64 = 0
  var loanLeft: Int64 = 0
  var claims: Int64 = 0
  var lastInvoice: OpenDocument?
  var lastBill: OpenDocument?
  /// The lines of bills by the order line they bill.
  var billed: [Int: [(receiptLine: Int?, bill: OpenDocument, line: Int)]] = [:]

  init(_ profile: CompanyProfile, in group: SampleGroup) {
    self.profile = profile
    self.group = group
  }

  var company: SampleValue { .id(profile.id) }
  var currency: String { profile.currency }
  var scale: Int { group.scale }
  var isAustrian: Bool { profile.country == "AT" }
  var isWorkday: Bool { Self.isWorkday(today) }

  static func isWorkday(_ date: CivilDate) -> Bool {
    let (_, month, day) = date.components
    let holidays = [(1, 1), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31)]
    return date.weekday <= 5 && !holidays.contains { $0 == (month, day) }
  }

  /// The first working day on or after a date.
  static func workday(_ date: CivilDate) -> CivilDate {
    var date = date
    while !isWorkday(date) { date = date.adding(days: 1) }
    return date
  }

  /// Dice of one part of this company's business.
  func throwing<T>(_ part: String, _ body: (inout Dice) -> T) -> T {
    var one = dice[part] ?? Dice(seed: group.seed, profile.code + " " + part)
    defer { dice[part] = one }
    return body(&one)
  }

  /// A document's number: `RE-2026-00042`.
  func number(_ prefix: String) -> String {
    let key = "\(prefix)-\(today.year)"
    numberOf[key, default: 0] += 1
    let digits = String(numberOf[key] ?? 0)
    return key + "-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  /// The moment of the next row: each later than the one before, all on one civil day.
  func moment() -> SampleValue {
    let step = throwing("clock") { Int64($0.from(4_000_000...28_000_000)) }
    microseconds += step / Int64(scale)
    return .moment(Timestamp(microsecondsSince1970: microseconds))
  }

  /// The moment of the row before.
  var sameMoment: SampleValue { .moment(Timestamp(microsecondsSince1970: microseconds)) }

  func startDay(_ date: CivilDate) {
    today = date
    microseconds =
      Timestamp(startOf: date).microsecondsSince1970 + profile.opensAt * 3_600_000_000
  }

  /// When in a day something happens.
  enum Phase: Int {
    case goodsIn, bills, made, arrivals, planning, goodsOut, invoices, returns, money
  }

  /// Does something on a later working day; what falls after the last day never happens.
  func later(_ days: Int, _ phase: Phase, _ work: @escaping () -> Void) {
    on(today.adding(days: max(1, days)), phase, work)
  }

  func on(_ date: CivilDate, _ phase: Phase, _ work: @escaping () -> Void) {
    let date = Self.workday(max(date, today.adding(days: 1)))
    if date <= SampleCompany.asOf { agenda[date, default: []].append((phase, work)) }
  }

  /// One day.
  func live(_ date: CivilDate) {
    startDay(date)
    let due = (agenda.removeValue(forKey: date) ?? []).enumerated().sorted {
      ($0.element.phase.rawValue, $0.offset) < ($1.element.phase.rawValue, $1.offset)
    }.map(\.element)
    for task in due where task.phase.rawValue < Phase.planning.rawValue { task.work() }
    if isWorkday {
      planPurchases()
      planProduction()
      moveStock()
      takeOrders()
      deliver()
    }
    for task in due where task.phase == .planning || task.phase == .goodsOut { task.work() }
    guidebookEpisode()
    if date.weekday <= 6, Self.isWorkday(date) || date.weekday == 6 { openShop() }
    for task in due where task.phase.rawValue > Phase.goodsOut.rawValue { task.work() }
    if isWorkday { runMoney() }
    runMonth()
  }
}

/// Movements of stock.
extension Business {
  /// Where a movement comes from.
  struct MovementSource {
    var stream: String?
    var document: Int?
    var line: Int?
    var linked: Int?
    var workOrder: Int?
    var reason: String?
    var toPlace: Int?
    var lot: Int?
    var value: (cents: Int64, currency: String)?
  }

  /// Changes stock and writes the movement.
  @discardableResult
  func move(
    _ kind: String, _ item: Item, at place: Int, _ quantity: Int64,
    _ source: MovementSource = MovementSource()
  ) -> Int {
    let id = group.next("inventory.stock_movement")
    item.stock[place] += quantity
    if item.stock[place] < 0, item !== guidebook {
      accountingFault("\(profile.code) \(item.number): stock below zero on \(today)")
    }
    let value = source.value
    group.add(
      "inventory.stock_movement",
      [
        .id(id), company, .on(today), 0, .text(kind), .words(source.reason), .id(item.id),
        .id(places[place]), .id(source.toPlace.map { places[$0] }), .id(source.lot), "own",
        .quantity(quantity), false, .cents(value?.cents), .words(value?.currency),
        .rate(value.flatMap { group.rates.rate($0.currency, currency, on: today) }),
        nil, .words(source.stream), .id(source.document), .id(source.line), .id(source.linked),
        .id(source.workOrder), moment(),
      ])
    return id
  }
}
