public import AccountingValues

/// By which dates a figure is taken (ACCOUNTING §6).
public enum LedgerView: String, Hashable, Sendable, CaseIterable {
  /// By posting dates: what the books said; ties to the control account.
  case asFiled = "as_filed"
  /// By own dates: what they would have said had everything been known in time.
  case restated
}

/// What is left of an item.
public struct Residual: Hashable, Sendable {
  /// In the item's currency, minor units, with the item's sign.
  public var amountMinor: Int64
  /// In the base currency, minor units.
  public var baseMinor: Int64

  /// Nothing.
  public static let zero = Residual(amountMinor: 0, baseMinor: 0)

  /// A residual from its parts.
  public init(amountMinor: Int64, baseMinor: Int64) {
    self.amountMinor = amountMinor
    self.baseMinor = baseMinor
  }

  /// Whether nothing is left in either currency.
  public var isZero: Bool { amountMinor == 0 && baseMinor == 0 }
}

/// The open items of a company with their applications, both sides in one because a contra settles a
/// receivable against a payable.
///
/// residual(as-of) = original − Σ applications, where an application counts from the day on which
/// it and both of its items are in the books: an invoice that a payment of last month settles does
/// not reduce that payment before it exists, else the total would leave the control account.
///
/// In base an application takes the carrying amount of each item pro rata,
/// round(base left × amount ÷ amount left), the last one what is left; so a settled item is zero in
/// both currencies and the difference between the two sides is the realised exchange difference.
/// 100.00 USD carried at 90.00 EUR, paid by 100.00 USD carried at 85.00 EUR: loss 5.00 EUR.
///
/// Applications that cannot count (an item that is not there, both items on the same side of the
/// account, different amounts in one currency) are left out whole, so the items stay open, and each
/// is a finding.
public struct Subledger: Sendable {
  /// The currencies that items refer to by index.
  public let currencies: [Currency]
  /// The base currency of the company.
  public let base: Currency
  /// The items, in the caller's order, which is kept everywhere.
  public let items: [OpenItem]
  /// The instalments that items refer to.
  public let instalments: [Instalment]
  /// The applications, in the caller's order.
  public let applications: [Application]
  /// What each application does, in the same order.
  public let settlements: [Settlement]

  /// One side of an application, as the item it reduces sees it. Amounts carry the item's sign.
  struct Leg {
    var amountMinor: Int64
    var baseMinor: Int64
    var postingDate: CivilDate
    var date: CivilDate
    var application: Int32
    var instalment: Int16
    var isInferred: Bool
  }

  /// Legs by item, within an item in the order of posting.
  let legs: [Leg]
  /// Where the legs of an item start; one more entry than items.
  let legStarts: [Int32]
  /// The row of `accounts` each item adds to.
  let accountOfItem: [Int32]
  /// The (side, partner, currency) combinations that occur, in that order.
  let accounts: [AgedAccount.Key]
  /// What was found while building, in input order.
  let problems: [Problem]

  /// Builds the subledger and settles its applications.
  ///
  /// - Throws: `ValueError.outOfRange` when all amounts together do not fit 64 bits, so that no sum
  ///   below ever can overflow.
  public init(
    currencies: [Currency], base: Currency, items: [OpenItem], instalments: [Instalment] = [],
    applications: [Application] = []
  ) throws(ValueError) {
    try Self.checkRange(items, applications)
    var settling = Settling(items: items, isBase: currencies.map { $0 == base })
    try settling.settle(applications)
    let (legs, starts) = settling.groupedLegs(applications)
    let (accounts, accountOfItem) = Self.groupedAccounts(items, currencies: currencies.count)
    self.currencies = currencies
    self.base = base
    self.items = items
    self.instalments = instalments
    self.applications = applications
    self.settlements = settling.settlements
    self.legs = legs
    self.legStarts = starts
    self.accounts = accounts
    self.accountOfItem = accountOfItem
    self.problems =
      settling.problems + Self.itemProblems(items, instalments, currencies, base: base)
  }

  /// What is left of every item, in the order of `items`; zero for items not yet in the books.
  public func residuals(asOf: CivilDate, view: LedgerView = .asFiled) -> [Residual] {
    items.indices.map { residual(ofItem: $0, asOf: asOf, view: view) }
  }

  /// What is left of one item; zero when it is not yet in the books.
  public func residual(
    ofItem index: Int, asOf: CivilDate, view: LedgerView = .asFiled
  ) -> Residual {
    let item = items[index]
    guard (view == .asFiled ? item.postingDate : item.date) <= asOf else { return .zero }
    var left = Residual(amountMinor: item.amountMinor, baseMinor: item.baseMinor)
    for leg in legs[Int(legStarts[index])..<Int(legStarts[index + 1])]
    where (view == .asFiled ? leg.postingDate : leg.date) <= asOf {
      left.amountMinor &-= leg.amountMinor
      left.baseMinor &-= leg.baseMinor
    }
    return left
  }

  /// Refuses amounts whose magnitudes do not sum within 64 bits; base amounts of applications are
  /// checked where they are carried.
  private static func checkRange(
    _ items: [OpenItem], _ applications: [Application]
  ) throws(ValueError) {
    var total: UInt128 = 0
    for item in items { total += UInt128(item.amountMinor.magnitude) }
    for application in applications {
      total += UInt128(application.fromMinor.magnitude) + UInt128(application.toMinor.magnitude)
    }
    if total > UInt128(Int64.max) { throw .outOfRange }
  }

  /// Numbers the (side, partner, currency) combinations that occur, in that order, without a hash
  /// table: a counting sort by partner, then a short search within the partner.
  private static func groupedAccounts(
    _ items: [OpenItem], currencies: Int
  ) -> (accounts: [AgedAccount.Key], accountOfItem: [Int32]) {
    var partners = 0
    for item in items {
      guard item.partner >= 0, item.currency >= 0, Int(item.currency) < currencies else {
        accountingFault("an open item without a partner or currency id")
      }
      partners = max(partners, Int(item.partner) + 1)
    }
    var starts = [Int32](repeating: 0, count: partners + 1)
    for item in items { starts[Int(item.partner) + 1] &+= 1 }
    for partner in 0..<partners { starts[partner + 1] &+= starts[partner] }
    var next = starts
    var byPartner = [Int32](repeating: 0, count: items.count)
    for (index, item) in items.enumerated() {
      byPartner[Int(next[Int(item.partner)])] = Int32(index)
      next[Int(item.partner)] &+= 1
    }
    var found: [AgedAccount.Key] = []
    var accountOfItem = [Int32](repeating: 0, count: items.count)
    for partner in 0..<partners {
      let first = found.count
      for position in Int(starts[partner])..<Int(starts[partner + 1]) {
        let index = Int(byPartner[position])
        let key = AgedAccount.Key(
          side: items[index].side, partner: Int32(partner), currency: items[index].currency)
        var slot = first
        while slot < found.count, found[slot] != key { slot += 1 }
        if slot == found.count { found.append(key) }
        accountOfItem[index] = Int32(slot)
      }
    }
    let order = found.indices.sorted { found[$0] < found[$1] }
    var rank = [Int32](repeating: 0, count: found.count)
    for (position, slot) in order.enumerated() { rank[slot] = Int32(position) }
    for index in accountOfItem.indices { accountOfItem[index] = rank[Int(accountOfItem[index])] }
    return (order.map { found[$0] }, accountOfItem)
  }
}
