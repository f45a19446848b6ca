import AccountingValues

/// Works the applications through in the order of posting and notes what each takes off its items.
struct Settling {
  private let items: [OpenItem]
  private let isBase: [Bool]
  /// What is left of each item, turned so that the original is not negative.
  private var left: [Residual]
  private(set) var settlements: [Settlement] = []
  private(set) var problems: [Subledger.Problem] = []
  private var order: [Int32] = []
  /// Σ magnitudes of all base amounts so far: while it fits 64 bits, so does every sum of them.
  private var baseTotal: UInt128

  init(items: [OpenItem], isBase: [Bool]) {
    self.items = items
    self.isBase = isBase
    baseTotal = items.reduce(0) { $0 + UInt128($1.baseMinor.magnitude) }
    left = items.map {
      let sign: Int64 = $0.amountMinor < 0 ? -1 : 1
      return Residual(amountMinor: sign &* $0.amountMinor, baseMinor: sign &* $0.baseMinor)
    }
  }

  /// Dates the applications, leaves out those that cannot count, and carries the rest in base.
  ///
  /// - Throws: `ValueError.outOfRange` when the base amounts together leave 64 bits.
  mutating func settle(_ applications: [Application]) throws(ValueError) {
    if baseTotal > UInt128(Int64.max) { throw .outOfRange }
    settlements.reserveCapacity(applications.count)
    for (index, application) in applications.enumerated() {
      settlements.append(dated(application, index: index))
    }
    order = Self.inPostingOrder(settlements)
    for index in order where settlements[Int(index)].isCounted {
      let application = applications[Int(index)]
      var settlement = settlements[Int(index)]
      var debit = try take(
        application.toMinor, stated: application.toBaseMinor, off: application.to,
        into: &settlement.toBaseMinor)
      if application.from >= 0 {
        debit += try take(
          application.fromMinor, stated: application.fromBaseMinor, off: application.from,
          into: &settlement.fromBaseMinor)
        settlement.exchangeLossMinor = debit
      }
      settlements[Int(index)] = settlement
    }
  }

  /// The counted legs grouped by item, within an item in the order of posting.
  func groupedLegs(
    _ applications: [Application]
  ) -> (legs: [Subledger.Leg], starts: [Int32]) {
    var starts = [Int32](repeating: 0, count: items.count + 1)
    for index in order where settlements[Int(index)].isCounted {
      let application = applications[Int(index)]
      starts[Int(application.to) + 1] &+= 1
      if application.from >= 0 { starts[Int(application.from) + 1] &+= 1 }
    }
    for item in items.indices { starts[item + 1] &+= starts[item] }
    let empty = Subledger.Leg(
      amountMinor: 0, baseMinor: 0, postingDate: .earliest, date: .earliest, application: -1,
      instalment: Application.unaddressed, isInferred: false)
    var legs = [Subledger.Leg](repeating: empty, count: Int(starts[items.count]))
    var next = starts
    func place(_ leg: Subledger.Leg, at item: Int32) {
      var signed = leg
      if items[Int(item)].amountMinor < 0 {
        signed.amountMinor = -leg.amountMinor
        signed.baseMinor = -leg.baseMinor
      }
      legs[Int(next[Int(item)])] = signed
      next[Int(item)] &+= 1
    }
    for index in order where settlements[Int(index)].isCounted {
      let application = applications[Int(index)]
      let settlement = settlements[Int(index)]
      var leg = Subledger.Leg(
        amountMinor: application.toMinor, baseMinor: settlement.toBaseMinor,
        postingDate: settlement.postingDate, date: settlement.date, application: index,
        instalment: application.instalment, isInferred: application.isInferred)
      place(leg, at: application.to)
      guard application.from >= 0 else { continue }
      leg.amountMinor = application.fromMinor
      leg.baseMinor = settlement.fromBaseMinor
      leg.instalment = Application.unaddressed
      place(leg, at: application.from)
    }
    return (legs, starts)
  }

  /// An application with the days it counts from; not counted, with a problem, when it cannot.
  private mutating func dated(_ application: Application, index: Int) -> Settlement {
    var settlement = Settlement(
      isCounted: false, postingDate: application.postingDate, date: application.date,
      fromBaseMinor: 0, toBaseMinor: 0, exchangeLossMinor: 0)
    if let problem = problem(with: application) {
      problems.append(Subledger.Problem(rule: problem, index: Int32(index)))
      return settlement
    }
    settlement.isCounted = true
    for item in [application.from, application.to] where item >= 0 {
      settlement.postingDate = max(settlement.postingDate, items[Int(item)].postingDate)
      settlement.date = max(settlement.date, items[Int(item)].date)
    }
    return settlement
  }

  /// Why an application cannot count; the first reason in this order.
  private func problem(with application: Application) -> Subledger.Problem.Rule? {
    let count = Int32(items.count)
    let known = (0..<count).contains(application.to)
    guard known, application.from == Application.none || (0..<count).contains(application.from)
    else { return .unknownItem }
    guard application.from >= 0 else { return nil }
    let from = items[Int(application.from)]
    let to = items[Int(application.to)]
    guard application.from != application.to, (from.debitMinor < 0) != (to.debitMinor < 0) else {
      return .sameDirection
    }
    if from.currency == to.currency, application.fromMinor != application.toMinor {
      return .unequalAmounts
    }
    return nil
  }

  /// Takes an amount off an item and returns what that is as a debit of the control account, in base.
  private mutating func take(
    _ amount: Int64, stated: Int64?, off item: Int32, into base: inout Int64
  ) throws(ValueError) -> Int64 {
    let index = Int(item)
    if let stated {
      base = stated
    } else {
      base = try carriedBase(of: amount, item: index)
    }
    baseTotal += UInt128(base.magnitude)
    if baseTotal > UInt128(Int64.max) { throw .outOfRange }
    left[index].amountMinor &-= amount
    left[index].baseMinor &-= base
    // Settling a debit item credits the account: seen from the other side of the entry, a debit.
    return items[index].debitMinor < 0 ? -base : base
  }

  /// The part of an item's carrying amount that an application of `amount` takes.
  private func carriedBase(of amount: Int64, item index: Int) throws(ValueError) -> Int64 {
    let item = items[index]
    if isBase[Int(item.currency)] { return amount }
    let open = left[index]
    let sign: Int64 = item.amountMinor < 0 ? -1 : 1
    let original = Residual(
      amountMinor: sign * item.amountMinor, baseMinor: sign * item.baseMinor)
    // What an item still has to give, and gives back when an application is reversed, goes pro rata
    // to its carrying amount; only what exceeds it goes at the item's original rate.
    let pool =
      amount >= 0
      ? Residual(amountMinor: max(0, open.amountMinor), baseMinor: open.baseMinor)
      : Residual(
        amountMinor: max(0, original.amountMinor - open.amountMinor),
        baseMinor: original.baseMinor - open.baseMinor)
    let within = min(Int64(amount.magnitude), pool.amountMinor)
    let excess = Int64(amount.magnitude) - within
    let pooled = try part(within, of: pool.amountMinor, carrying: pool.baseMinor)
    let beyond = try part(excess, of: original.amountMinor, carrying: original.baseMinor)
    let (base, overflow) = pooled.addingReportingOverflow(beyond)
    if overflow || base == .min { throw .outOfRange }
    return amount < 0 ? -base : base
  }

  private func part(
    _ amount: Int64, of whole: Int64, carrying base: Int64
  ) throws(ValueError) -> Int64 {
    if amount == 0 || whole == 0 { return 0 }
    if amount == whole { return base }
    return try Rounding.scaled(base, times: amount, over: whole)
  }

  /// Indices by the day of posting, ties in input order.
  private static func inPostingOrder(_ settlements: [Settlement]) -> [Int32] {
    var isSorted = true
    for index in settlements.indices.dropFirst()
    where settlements[index].postingDate < settlements[index - 1].postingDate {
      isSorted = false
      break
    }
    guard !isSorted else { return (0..<Int32(settlements.count)).map { $0 } }
    // Day in the high half, position in the low: one comparison of words, and a stable order.
    var keys = settlements.enumerated().map { index, settlement in
      Int64(settlement.postingDate.daysSince1970) << 32 | Int64(index)
    }
    keys.sort()
    return keys.map { Int32(truncatingIfNeeded: $0) }
  }
}
