import AccountingValues
import Expressions

extension Ledger {
  /// Books one event.
  @discardableResult
  public mutating func post(_ event: PostingEvent) -> PostingOutcome {
    draft.removeAll()
    warnings.removeAll(keepingCapacity: true)
    eventCount += 1
    do { return try attempt(event) } catch {
      if case .noRule = error { noteWithoutRule(event) }
      findings.append(error.finding(on: event))
      return .held
    }
  }

  private mutating func attempt(_ event: PostingEvent) throws(PostingFinding) -> PostingOutcome {
    guard let period = period(containing: event.order.date) else {
      throw .outsidePeriods(event.order.date)
    }
    let kind = plan.kinds[Int(event.kindIndex)]
    let rule = try rule(for: event, of: kind)
    let id = plan.definitions.rules[Int(rule.rule)].id
    if rule.isExclusion { return .excluded(rule: id) }
    let unmapped = try drafted(event, by: rule, of: kind)
    guard unmapped.isEmpty else {
      for problem in unmapped { findings.append(problem.finding(on: event)) }
      return .held
    }
    if draft.lines.isEmpty { return .empty(rule: id) }
    try convert(event)
    try balance(event, by: rule, of: kind)
    for warning in warnings { findings.append(warning.finding(on: event)) }
    return .posted(sequence: book(event, by: rule, of: kind, period: period), rule: id)
  }

  // MARK: Which rule

  func rule(
    for event: PostingEvent, of kind: CompiledKind
  ) throws(PostingFinding) -> CompiledRule {
    let day = event.order.date.daysSince1970
    for rule in kind.rules where rule.validFrom <= day && day < rule.validBefore {
      if try holds(rule.condition, event, line: 0, kind.headerFields, rule) { return rule }
    }
    throw .noRule
  }

  private func holds(
    _ condition: CompiledExpression?, _ event: PostingEvent, line: Int, _ fields: ConditionFields,
    _ rule: CompiledRule
  ) throws(PostingFinding) -> Bool {
    guard let condition else { return true }
    let row = EventRow(
      event: event, line: line, readers: fields.readers, pool: plan.pool, base: plan.base)
    do { return try condition.holds(for: row) } catch {
      throw .condition("\(error)", rule: plan.definitions.rules[Int(rule.rule)].id)
    }
  }

  // MARK: Drafting

  /// Drafts every line of the rule.
  ///
  /// - Returns: the roles without account; the event is held when there are any.
  private mutating func drafted(
    _ event: PostingEvent, by rule: CompiledRule, of kind: CompiledKind
  ) throws(PostingFinding) -> [PostingFinding] {
    var unmapped: [PostingFinding] = []
    for (position, line) in rule.lines.enumerated() {
      let fields = line.isPerLine ? kind.lineFields : kind.headerFields
      for eventLine in 0..<(line.isPerLine ? event.lineCount : 1) {
        if let condition = line.condition,
          try !holds(condition, event, line: eventLine, fields, rule)
        {
          continue
        }
        let problem = try draft(
          event, eventLine, line, LineOrigin.ruleLine(Int16(position)), of: kind)
        if let problem, !unmapped.contains(where: { $0.isSameGap(as: problem) }) {
          unmapped.append(problem)
        }
      }
    }
    return unmapped
  }

  private mutating func draft(
    _ event: PostingEvent, _ eventLine: Int, _ line: CompiledLine, _ origin: LineOrigin,
    of kind: CompiledKind
  ) throws(PostingFinding) -> PostingFinding? {
    var amount = try Self.sum(line.amount, event, eventLine)
    var base = try Self.sum(line.baseAmount, event, eventLine)
    if amount == 0, base == 0, line.onlyIfNonzero { return nil }
    let currency = try currency(of: line, event, eventLine)
    if currency == 0 {
      // In base currency both are one amount.
      if line.amount.isEmpty { amount = base }
      base = 0
    }
    if amount != 0, base != 0, (amount < 0) != (base < 0) { throw .oppositeSigns }
    let account: (index: Int32, mapping: Int32)
    switch try self.account(of: line, event, eventLine, kind) {
    case .success(let found): account = found
    case .failure(let problem):
      noteWithoutAccount(event, problem, minor: amount != 0 ? amount : base, currency: currency)
      return problem
    }
    if let suspended {
      noteWithoutAccount(event, suspended, minor: amount != 0 ? amount : base, currency: currency)
      self.suspended = nil
    }
    let isNegative = amount != 0 ? amount < 0 : base < 0
    let isStated = currency != 0 && Self.isStated(line.baseAmount, event, eventLine)
    guard let amountMagnitude = Int64(exactly: amount.magnitude),
      let baseMagnitude = Int64(exactly: base.magnitude)
    else { throw .outOfRange }
    let drafted = EntryDraft.Line(
      account: account.index, side: isNegative ? line.side.opposite : line.side,
      currency: currency, dimensions: dimensions(of: line, event, eventLine),
      convertibleMinor: isStated ? 0 : amountMagnitude,
      statedMinor: isStated ? amountMagnitude : 0, statedBaseMinor: baseMagnitude, baseMinor: 0,
      origin: origin, mapping: account.mapping)
    draft.add(drafted)
    if trace != nil { record(drafted, line.isPerLine ? eventLine : nil) }
    return nil
  }

  private static func sum(
    _ terms: [CompiledLine.Term], _ event: PostingEvent, _ line: Int
  ) throws(PostingFinding) -> Int64 {
    var sum: Int64 = 0
    for term in terms {
      let raw = event.raw(term.slot, line: line)
      // An amount that is not there is none: no tax, no fee.
      if raw == EventValue.missingRaw { continue }
      let (total, overflow) =
        term.isSubtracted
        ? sum.subtractingReportingOverflow(raw) : sum.addingReportingOverflow(raw)
      if overflow { throw .outOfRange }
      sum = total
    }
    return sum
  }

  /// Whether the event knows the base amount; where it does not the amount is converted.
  private static func isStated(
    _ terms: [CompiledLine.Term], _ event: PostingEvent, _ line: Int
  ) -> Bool {
    terms.contains { event.raw($0.slot, line: line) != EventValue.missingRaw }
  }

  private mutating func currency(
    of line: CompiledLine, _ event: PostingEvent, _ eventLine: Int
  ) throws(PostingFinding) -> Int32 {
    if line.amountIsBase { return 0 }
    if let slot = line.currencySlot {
      let raw = event.raw(slot, line: eventLine)
      if raw != EventValue.missingRaw {
        let code = plan.pool[Int32(truncatingIfNeeded: raw)]
        guard let currency = Currency(code: code) else { throw .unknownCurrency(code) }
        return balances.number(of: currency)
      }
    }
    return balances.number(of: event.currency)
  }

  // MARK: Which account

  private mutating func account(
    of line: CompiledLine, _ event: PostingEvent, _ eventLine: Int, _ kind: CompiledKind
  ) throws(PostingFinding) -> Result<(index: Int32, mapping: Int32), PostingFinding> {
    if let slot = line.accountSlot {
      let raw = event.raw(slot, line: eventLine)
      if raw != EventValue.missingRaw {
        let code = Int32(truncatingIfNeeded: raw)
        let index = account(byCode: code)
        guard index >= 0 else { throw .unknownAccount(plan.pool[code]) }
        return .success((index, -1))
      }
      if line.role < 0 { throw .unknownAccount("") }
    }
    return account(
      of: line.role, event, eventLine, line.isPerLine ? kind.lineCriteria : kind.headerCriteria)
  }

  private mutating func account(byCode code: Int32) -> Int32 {
    while accountByCode.count <= Int(code) { accountByCode.append(-2) }
    if accountByCode[Int(code)] == -2 {
      accountByCode[Int(code)] = plan.chart.index(of: plan.pool[code]) ?? -1
    }
    return accountByCode[Int(code)]
  }

  private mutating func account(
    of role: Int32, _ event: PostingEvent, _ eventLine: Int, _ criteria: [PostingEvent.Slot?]
  ) -> Result<(index: Int32, mapping: Int32), PostingFinding> {
    func code(_ criterion: MappingCriterion) -> Int32 {
      if criterion == .company { return plan.companyCode }
      guard let slot = criteria[criterion.position] else { return -1 }
      let raw = event.raw(slot, line: eventLine)
      return raw == EventValue.missingRaw ? -1 : Int32(truncatingIfNeeded: raw)
    }
    if let found = plan.roles[Int(role)].resolve(on: event.order.date, code: code) {
      return .success((found.account, found.mapping))
    }
    let name = plan.roleNames[Int(role)]
    let codes = MappingCriterion.allCases.compactMap { criterion in
      let number = code(criterion)
      return number < 0 || criterion == .company ? nil : (criterion, plan.pool[number])
    }
    if plan.unmapped.on(event.order.date) == .suspense, name != .suspense,
      let found = plan.roles[Int(plan.role(.suspense))].resolve(on: event.order.date, code: code)
    {
      let warning = PostingFinding.suspended(name, codes)
      suspended = warning
      if !warnings.contains(where: { $0.isSameGap(as: warning) }) { warnings.append(warning) }
      return .success((found.account, found.mapping))
    }
    return .failure(.noAccount(name, codes))
  }

  // MARK: Dimensions

  private mutating func dimensions(
    of line: CompiledLine, _ event: PostingEvent, _ eventLine: Int
  ) -> Int32 {
    if line.dimensions.isEmpty { return 0 }
    var isSame = true
    for (position, slot) in line.dimensions.enumerated() {
      let raw = slot.map { event.raw($0, line: eventLine) } ?? EventValue.missingRaw
      let value = raw == EventValue.missingRaw ? DimensionSets.none : Int32(truncatingIfNeeded: raw)
      if lastDimensions.values[position] != value {
        lastDimensions.values[position] = value
        isSame = false
      }
    }
    if !isSame { lastDimensions.number = dimensions.number(of: lastDimensions.values) }
    return lastDimensions.number
  }
}

extension Ledger {
  // MARK: Currency

  /// Gives every drafted line its base amount.
  private mutating func convert(_ event: PostingEvent) throws(PostingFinding) {
    var conversions: [Int32: CurrencyConversion] = [:]
    for line in draft.lines
    where line.currency != 0 && line.convertibleMinor != 0 && conversions[line.currency] == nil {
      conversions[line.currency] = try conversion(
        from: balances.currencies[Int(line.currency)], for: event)
    }
    do { try draft.convert { conversions[$0] } } catch { throw .outOfRange }
  }

  private mutating func conversion(
    from currency: Currency, for event: PostingEvent
  ) throws(PostingFinding) -> CurrencyConversion {
    if let rate = event.statedRate, rate.from == currency, rate.to == plan.base {
      do { return try CurrencyConversion(rate) } catch { throw .outOfRange }
    }
    let day = event.order.date
    if let last = lastConversion, last.currency == currency, last.day == day,
      last.kind == event.rateKind
    {
      return last.conversion
    }
    guard
      let conversion = rates.conversion(
        from: currency, to: plan.base, kind: event.rateKind, on: day)
    else { throw .missingRate(from: currency, to: plan.base, event.rateKind, day) }
    lastConversion = (currency, day, event.rateKind, conversion)
    return conversion
  }

  // MARK: Balancing

  /// Adds the rounding line of a document that differs from its lines, and the exchange lines of an
  /// entry in several currencies.
  private mutating func balance(
    _ event: PostingEvent, by rule: CompiledRule, of kind: CompiledKind
  ) throws(PostingFinding) {
    let currencies = draft.currencies
    if currencies.count == 1 {
      let (minor, base) = try drafted(of: currencies[0])
      try round(event, rule, kind, currency: currencies[0], minor: minor, base: base)
      return
    }
    var total: Int64 = 0
    for currency in currencies {
      let (sum, overflow) = total.addingReportingOverflow(try drafted(of: currency).base)
      if overflow || sum == .min { throw .outOfRange }
      total = sum
    }
    try round(event, rule, kind, currency: 0, minor: total, base: total)
    for currency in draft.currencies {
      let (minor, base) = try drafted(of: currency)
      if minor == 0, base == 0 { continue }
      let account = try account(of: .currencyExchange, event, kind)
      draft.append(
        account: account.index, mapping: account.mapping, currency: currency,
        debitMinor: -minor, debitBaseMinor: -base, origin: .currencyExchange)
    }
  }

  private func drafted(
    of currency: Int32
  ) throws(PostingFinding) -> (minor: Int64, base: Int64) {
    do { return try draft.balance(of: currency) } catch { throw .outOfRange }
  }

  private mutating func round(
    _ event: PostingEvent, _ rule: CompiledRule, _ kind: CompiledKind, currency: Int32,
    minor: Int64, base: Int64
  ) throws(PostingFinding) {
    if minor == 0, base == 0 { return }
    let difference =
      minor != 0
      ? Money(minor: minor, in: balances.currencies[Int(currency)])
      : Money(minor: base, in: plan.base)
    if rule.requiresExactBalance { throw .unbalanced(difference) }
    let limit = plan.roundingLimit(in: difference.currency, on: event.order.date)
    let isAccepted = minor != 0 && minor.magnitude <= event.acceptedDifferenceMinor.magnitude
    if !isAccepted, difference.minor.magnitude > limit.minor.magnitude {
      throw .beyondLimit(difference, limit: limit)
    }
    let account = try account(of: .roundingDifference, event, kind)
    draft.append(
      account: account.index, mapping: account.mapping, currency: currency, debitMinor: -minor,
      debitBaseMinor: -base, origin: .roundingDifference)
    warnings.append(.rounded(difference))
  }

  private mutating func account(
    of role: AccountRole, _ event: PostingEvent, _ kind: CompiledKind
  ) throws(PostingFinding) -> (index: Int32, mapping: Int32) {
    switch account(of: plan.role(role), event, 0, kind.headerCriteria) {
    case .success(let found): return found
    case .failure(let problem): throw problem
    }
  }

  // MARK: Booking

  private mutating func book(
    _ event: PostingEvent, by rule: CompiledRule, of kind: CompiledKind, period: Int
  ) -> Int64 {
    assertBalanced(event)
    let start = batch.lines.count
    let isYearEnd = kind.schema.kind == .yearEnd
    for line in draft.lines {
      let booked = JournalLine(
        account: line.account, side: line.side, currency: balances.currencies[Int(line.currency)],
        amountMinor: line.amountMinor, baseMinor: line.baseMinor, dimensions: line.dimensions,
        origin: line.origin, mapping: line.mapping)
      batch.lines.append(booked)
      balances.add(
        booked, currency: line.currency, period: period, isYearEnd: isYearEnd)
    }
    batch.entries.append(
      entry(event, by: rule, of: kind, period: period, lines: start..<batch.lines.count))
    entryCount += 1
    return entryCount - 1
  }

  private func entry(
    _ event: PostingEvent, by rule: CompiledRule, of kind: CompiledKind, period: Int,
    lines: Range<Int>
  ) -> JournalEntry {
    func code(_ criterion: MappingCriterion) -> Int32 {
      guard let slot = kind.headerCriteria[criterion.position] else { return -1 }
      let raw = event.raw(slot, line: 0)
      return raw == EventValue.missingRaw ? -1 : Int32(truncatingIfNeeded: raw)
    }
    return JournalEntry(
      sequence: entryCount,
      reference: EntryReference(
        company: plan.company, kind: kind.schema.kind, stream: event.stream, key: event.order.key,
        occurrence: event.occurrence),
      kind: kind.schema.kind, rule: rule.rule, journal: rule.journal, period: Int32(period),
      order: event.order, stream: event.stream, occurrence: event.occurrence,
      document: event.number, documentDate: event.documentDate,
      text: event.text.isEmpty ? plan.definitions.rules[Int(rule.rule)].title : event.text,
      partner: code(.partner), location: code(.location), lines: lines)
  }

  /// Every entry is zero in base and in each of its currencies; anything else is our fault.
  private func assertBalanced(_ event: PostingEvent) {
    var total: Int64 = 0
    for currency in draft.currencies {
      guard let (minor, base) = try? draft.balance(of: currency), minor == 0,
        currency != 0 || base == 0
      else { accountingFault("an entry of \(event.schema.kind) does not balance") }
      total &+= base
    }
    if total != 0 { accountingFault("an entry of \(event.schema.kind) does not balance in base") }
  }
}

extension MappingCriterion {
  var position: Int {
    switch self {
    case .item: 0
    case .category: 1
    case .partner: 2
    case .partnerGroup: 3
    case .location: 4
    case .cashAccount: 5
    case .paymentMethod: 6
    case .reason: 7
    case .taxCode: 8
    case .company: 9
    }
  }
}

extension PostingPlan {
  /// A day's `rounding_limit` in minor units of a currency, cut down.
  func roundingLimit(in currency: Currency, on day: CivilDate) -> Money {
    let limit = roundingLimit.on(day)
    let scaled = Int128(limit.significand) * Rounding.powerOfTen(currency.minorDigits)
    return Money(
      minor: Int64(clamping: scaled / Rounding.powerOfTen(limit.scale)), in: currency)
  }
}
