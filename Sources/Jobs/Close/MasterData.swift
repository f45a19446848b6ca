import AccountingValues
import Extraction

/// The masters of one company, numbered for the run. A key that documents name and no master knows
/// gets a row that shows the key, and one finding.
struct MasterData {
  struct Item {
    var number: String
    var name: String
    var category: String
    /// The stock unit; `nil` where the source states none.
    var unit: String?
    var isStock: Bool
    var isMade: Bool
    /// The costing method as the source states it; the company's policy wins.
    var costingMethod: String?
    var isActive: Bool
    /// Whether it is sold as a whole and kept in stock by its components.
    var isKit = false
  }

  struct Partner {
    var kind: String
    var number: String
    var name: String
    var group: String
    var termsKey: SourceKey?
  }

  struct Place {
    var number: String
    var name: String
    /// Whether goods there are under way.
    var isTransit = false
    /// Whether goods pass there from a supplier straight to a customer.
    var isDropShip = false
  }

  struct CashAccount {
    var name: String
    var currency: Currency?
    var accountCode: String?
  }

  /// One cost of an item from a day on.
  struct StandardCost {
    var from: CivilDate
    var cost: UnitCost
  }

  private(set) var items = Interned<Item>()
  private(set) var partners = Interned<Partner>()
  private(set) var terms = Interned<PaymentTerms>()
  private(set) var places = Interned<Place>()
  /// The numbers printed on lots and serials.
  private(set) var lots = Interned<String>()
  private(set) var cashAccounts = Interned<CashAccount>()
  /// Standards by item number, oldest first.
  private(set) var standards: [Int32: [StandardCost]] = [:]
  /// What the group sets as standard, by item number, oldest first.
  private(set) var groupStandards: [Int32: [StandardCost]] = [:]
  /// Partners that are companies of the group.
  private(set) var groupPartners: Set<SourceKey> = []
  private(set) var findings: [Finding] = []

  /// Takes a row of a master stream; other streams are not its business.
  mutating func take(_ row: StreamRow) {
    switch row.stream {
    case "items": takeItem(row)
    case "partners": takePartner(row)
    case "payment_terms": takeTerms(row)
    case "locations": takePlace(row)
    case "lots": takeLot(row)
    case "cash_accounts": takeCashAccount(row)
    case "intercompany_partners": groupPartners.insert(row.key)
    default: break
    }
  }

  /// The number of an item that a document names.
  mutating func item(_ key: SourceKey, namedBy stream: String) -> Int32 {
    if let number = items.number(of: key) { return number }
    findings.append(
      unknown("SRC-101", "item", key, stream, "it is costed by the company's default method"))
    return items.intern(
      key,
      Item(
        number: key.displayText, name: key.displayText, category: "", unit: nil, isStock: true,
        isMade: false, costingMethod: nil, isActive: true))
  }

  /// The number of a partner that a document names; the partner without a name for `nil`.
  mutating func partner(_ key: SourceKey?, namedBy stream: String) -> Int32 {
    guard let key else {
      return partners.intern(
        SourceKey(""), Partner(kind: "", number: "", name: "(no partner)", group: "", termsKey: nil)
      )
    }
    if let number = partners.number(of: key) { return number }
    findings.append(unknown("SRC-102", "partner", key, stream, "reports show its key"))
    return partners.intern(
      key,
      Partner(
        kind: "", number: key.displayText, name: key.displayText, group: "", termsKey: nil))
  }

  /// The number of a location; −1 for none.
  mutating func place(_ key: SourceKey?) -> Int32 {
    guard let key else { return -1 }
    return places.intern(key, Place(number: key.displayText, name: key.displayText))
  }

  /// The number of a lot or serial; −1 for none.
  mutating func lot(_ key: SourceKey?) -> Int32 {
    guard let key else { return -1 }
    return lots.intern(key, key.displayText)
  }

  /// The standard cost of an item on a day.
  func standard(of item: Int32, on date: CivilDate) -> UnitCost? {
    standards[item]?.last { $0.from <= date }?.cost
  }

  /// The days on which the company or the group sets a standard, in order: both stocks are costed by
  /// the same events.
  func standardDays(of item: Int32) -> [CivilDate] {
    guard let group = groupStandards[item] else { return (standards[item] ?? []).map(\.from) }
    return Set((group + (standards[item] ?? [])).map(\.from)).sorted()
  }

  /// Takes the group's standards of items for the company's, and those for the group's.
  mutating func exchangeStandards(of items: Set<Int32>) {
    for item in items {
      let own = standards[item]
      standards[item] = groupStandards[item]
      groupStandards[item] = own
    }
  }

  /// When a document is due: as it states or its terms say, else as its partner's terms say, else
  /// after the company's default days. A stated date that names no terms counts alone.
  func schedule(
    stated: CivilDate?, terms key: SourceKey?, partner: Int32, documentDate: CivilDate,
    defaultDays: Int
  ) -> DueSchedule {
    let named = key ?? (stated == nil ? partners[partner].termsKey : nil)
    if let number = named.flatMap({ terms.number(of: $0) }) {
      return DueSchedule(terms[number], from: documentDate, stated: stated)
    }
    if let stated { return DueSchedule(due: stated) }
    return DueSchedule(due: documentDate.adding(days: defaultDays), isInferred: true)
  }

  private func unknown(
    _ code: String, _ what: String, _ key: SourceKey, _ stream: String, _ effect: String
  ) -> Finding {
    Finding(
      code: code, severity: .warning, origin: stream, key: key.displayText,
      message:
        "names \(what) \(key.displayText), which the \(what)s stream does not have; \(effect)",
      action: "add the \(what) in the ERP, or widen the adapter's \(what)s.sql")
  }
}

// MARK: - Rows

extension MasterData {
  private mutating func takeItem(_ row: StreamRow) {
    guard let key = row.key("item_key") else { return }
    items.set(
      key,
      Item(
        number: row.text("number") ?? key.displayText, name: row.text("name") ?? "",
        category: row.text("category") ?? "", unit: row.text("unit"),
        isStock: row.text("kind") == "stock", isMade: row.boolean("is_made") ?? false,
        costingMethod: row.text("costing_method"),
        isActive: row.boolean("is_active") ?? true, isKit: row.text("kind") == "kit"))
  }

  /// Takes a row of `item_costs`; `inBase` brings a cost to base currency as of its first day.
  mutating func takeCost(
    _ row: StreamRow, inBase: (UnitCost, Currency, CivilDate) -> UnitCost?
  ) -> RowFate {
    let isOfGroup = row.text("kind") == "group_standard"
    guard isOfGroup || row.text("kind") == "standard", let key = row.key("item_key"),
      let from = row.date("valid_from"), let stated = row.unitCost("unit_cost")
    else { return .posted }
    var converted: UnitCost? = stated
    if let currency = row.currency() { converted = inBase(stated, currency, from) }
    guard let cost = converted else {
      findings.append(
        Finding(
          code: "GL-003", severity: .error, origin: row.stream, key: row.key.displayText,
          message: "there is no rate for \(from) to bring the standard cost to base currency",
          action: "add the rate for \(from) to fx_rates, in the ERP or as CSV"))
      return .held
    }
    let item = item(key, namedBy: "item_costs")
    var list = (isOfGroup ? groupStandards[item] : standards[item]) ?? []
    let place = list.firstIndex { from < $0.from } ?? list.count
    list.insert(StandardCost(from: from, cost: cost), at: place)
    if isOfGroup { groupStandards[item] = list } else { standards[item] = list }
    return .posted
  }

  private mutating func takePartner(_ row: StreamRow) {
    guard let key = row.key("partner_key") else { return }
    partners.set(
      key,
      Partner(
        kind: row.text("kind") ?? "", number: row.text("number") ?? key.displayText,
        name: row.text("name") ?? "", group: row.text("partner_group") ?? "",
        termsKey: row.key("payment_terms_key")))
  }

  private mutating func takeTerms(_ row: StreamRow) {
    guard let key = row.key("payment_terms_key") else { return }
    var parts: [PaymentTerms.Part] = []
    if let stated = row.text("instalments") {
      do throws(PaymentTerms.Problem) { parts = try PaymentTerms.parts(ofJSON: stated) } catch {
        findings.append(unsoundParts(row, error))
      }
    }
    terms.set(
      key, PaymentTerms(dueDays: Int(clamping: row.integer("due_days") ?? 0), parts: parts))
  }

  private func unsoundParts(_ row: StreamRow, _ problem: PaymentTerms.Problem) -> Finding {
    let what =
      switch problem {
      case .unreadable: "are no list of {days, percent} with positive percentages"
      case .sum(let percent): "add up to \(percent) %"
      }
    return Finding(
      code: "SRC-103", severity: .warning, origin: row.stream, key: row.key.displayText,
      document: row.text("name") ?? "",
      message: "the instalments of these terms \(what); documents under them are due as a whole, "
        + "after \(row.integer("due_days") ?? 0) days",
      action: "correct the terms in the ERP")
  }

  private mutating func takePlace(_ row: StreamRow) {
    guard let key = row.key("location_key") else { return }
    places.set(
      key,
      Place(
        number: row.text("number") ?? key.displayText, name: row.text("name") ?? "",
        isTransit: row.text("kind") == "transit",
        isDropShip: row.text("kind") == "drop_ship"))
  }

  private mutating func takeLot(_ row: StreamRow) {
    guard let key = row.key("lot_key") else { return }
    lots.set(key, row.text("number") ?? key.displayText)
  }

  private mutating func takeCashAccount(_ row: StreamRow) {
    guard let key = row.key("cash_account_key") else { return }
    cashAccounts.set(
      key,
      CashAccount(
        name: row.text("name") ?? "", currency: row.currency(),
        accountCode: row.text("account_code")))
  }
}
