internal import AccountingValues
internal import GeneralLedger
internal import Subledgers

extension CompanyDefinition {
  /// Decodes a company's document, already joined over the defaults of its sources. `facts` fill
  /// zone and currency where neither says them.
  static func decode(
    _ document: YAMLValue, code: String, facts: [SourceDefinition], _ log: ProblemLog
  ) -> CompanyDefinition? {
    YAMLMap.decode(document, "the company", log) { map in
      let currency = map.currency("base_currency") ?? facts.lazy.compactMap(\.currency).first
      if currency == nil, !map.has("base_currency") {
        log.add("`base_currency` is missing in the company and in its source", at: map.place)
      }
      let zone =
        SourceDefinition.timeZone(map)?.value ?? facts.lazy.compactMap { $0.timeZone?.value }.first
      if zone == nil, !map.has("time_zone") {
        log.add("`time_zone` is missing in the company and in its source", at: map.place)
      }
      refuseTenants(map)
      let (goLive, asOf) = dates(map)
      let definition = CompanyDefinition(
        code: code, name: map.name("name"), sources: sources(map),
        inputs: map.optionalName("inputs"),
        baseCurrency: currency ?? placeholderCurrency, timeZone: zone ?? "UTC",
        calendar: calendar(map), goLive: goLive, asOf: asOf, costing: Costing.decode(map),
        chart: chart(map),
        roles: roles(map), dimensions: dimensions(map), ageing: ageing(map),
        revenueOn: revenueOn(map),
        roundingLimit: limit(map), policies: policies(map), legal: LegalIdentity.decode(map))
      return currency == nil || zone == nil ? nil : definition
    }
  }

  /// Stands in while other mistakes of a file without currency are collected; never leaves here.
  private static var placeholderCurrency: Currency {
    guard let currency = Currency(code: "EUR") else { accountingFault("EUR is a currency") }
    return currency
  }

  private static func sources(_ map: YAMLMap) -> [SourceBinding] {
    let bindings = map.list("sources") { value in
      YAMLMap.decode(value, "a source of the company", map.log) { map in
        SourceBinding(
          erp: map.placedName("erp"), connection: map.placedName("connection"),
          tenant: map.optionalName("tenant"),
          streams: map.has("streams") ? map.texts("streams") : nil)
      }
    }
    if bindings.isEmpty {
      map.log.add("`sources` lists at least one source", at: map.place("sources"))
    }
    return bindings
  }

  private static func dates(_ map: YAMLMap) -> (goLive: CivilDate?, asOf: CivilDate?) {
    let goLive = map.date("go_live")
    let asOf = map.date("as_of")
    if let goLive, let asOf, asOf < goLive {
      map.log.add("`as_of` \(asOf) is before `go_live` \(goLive)", at: map.place("as_of"))
    }
    return (goLive, asOf)
  }

  private static func calendar(_ map: YAMLMap) -> FiscalCalendar {
    let written = map.map("fiscal_calendar") { map -> FiscalCalendar? in
      let first = map.integer("first_month", in: 1...12, default: 1)
      let periods = map.choice("periods", default: PeriodChoice.months)
      guard let pattern = FiscalCalendar.WeekPattern(rawValue: periods.rawValue) else {
        for key in ["week_ends", "year_ends"] where map.has(key) {
          map.log.add("`\(key)` needs `periods` of weeks, such as \"4-4-5\"", at: map.place(key))
        }
        return FiscalCalendar(monthlyFrom: first)
      }
      let weekday = map.choice("week_ends", default: Weekday.saturday)
      return FiscalCalendar(
        weekly: pattern, lastWeekday: (Weekday.allCases.firstIndex(of: weekday) ?? 0) + 1,
        yearEnd: map.choice("year_ends", default: .last), firstMonth: first)
    }
    guard let calendar = written ?? FiscalCalendar(monthlyFrom: 1) else {
      accountingFault("months 1 … 12 start fiscal years")
    }
    return calendar
  }

  /// What `periods` may say: months, or a pattern of weeks.
  private enum PeriodChoice: String, CaseIterable {
    case months
    case fourFourFive = "4-4-5"
    case fourFiveFour = "4-5-4"
    case fiveFourFour = "5-4-4"
    case thirteen = "13x4"
  }

  /// The days of a week in ISO order.
  private enum Weekday: String, CaseIterable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday
  }

  private static func ageing(_ map: YAMLMap) -> AgeingScheme {
    let standard = [30, 60, 90, 120]
    let scheme = map.map("ageing") { map -> AgeingScheme? in
      let basis = map.choice("basis", default: AgeingScheme.Basis.dueDate)
      let bounds = map.list("buckets") {
        $0.integer("each of `buckets`", in: 1...100_000, map.log)
      }
      let scheme = AgeingScheme(upperBounds: map.has("buckets") ? bounds : standard, basis: basis)
      if scheme == nil {
        map.log.add("`buckets` are last days that rise: [30, 60, 90]", at: map.place("buckets"))
      }
      return scheme
    }
    guard let scheme = scheme ?? AgeingScheme(upperBounds: standard) else {
      accountingFault("the standard buckets rise")
    }
    return scheme
  }

  private static func chart(_ map: YAMLMap) -> Placed<Chart> {
    guard let written = map.optionalPlacedName("chart") else {
      return Placed(.file("jobs/posting/accounts.csv"), at: map.place)
    }
    return Placed(
      written.value == "stream" ? .stream : .file(written.value), at: written.place)
  }

  private static func limit(_ map: YAMLMap) -> ExactDecimal {
    guard let limit = map.decimal("rounding_limit") else {
      return PostingDefinitions.standardRoundingLimit
    }
    if limit < .zero {
      map.log.add("`rounding_limit` is not negative", at: map.place("rounding_limit"))
    }
    return limit
  }

  /// One file is one company.
  private static func refuseTenants(_ map: YAMLMap) {
    guard map.refuses("tenants") else { return }
    map.log.add(
      "`tenants` is not there yet: write one file per company, each with the `tenant` of its source",
      at: map.place("tenants"))
  }

  /// A cut-off that would be read and not followed is refused: revenue counts on invoice.
  private static func revenueOn(_ map: YAMLMap) -> RevenueRecognition? {
    let choice = map.optionalChoice("revenue_on", of: RevenueRecognition.self)
    guard let choice, choice != .invoice else { return choice }
    map.log.add(
      "`revenue_on: \(choice.rawValue)` is not there yet: write `invoice`, on which revenue counts",
      at: map.place("revenue_on"))
    return nil
  }

  private static func roles(_ map: YAMLMap) -> [Placed<RoleMapping>] {
    map.named("roles").flatMap { RoleMapping.decode($0, idPrefix: "company:", map.log) }
  }

  private static func dimensions(_ map: YAMLMap) -> [DimensionDefinition] {
    map.named("dimensions").map { entry in
      DimensionDefinition.decode(entry, map.log)
    }
  }

  private static func policies(_ outer: YAMLMap) -> Policies {
    func read(_ map: YAMLMap?) -> Policies {
      Policies(
        unmapped: map?.choice("unmapped", default: .block) ?? .block,
        rateMaximumAgeDays: map?.integer("rate_maximum_age_days", in: 0...366, default: 10) ?? 10,
        defaultDueDays: map?.integer("default_due_days", in: 0...3_650, default: 30) ?? 30,
        lateRows: map?.choice("late_rows", default: .post) ?? .post,
        restatement: map?.choice("restatement", default: .report) ?? .report,
        closesOnWorkingDay: map.flatMap(closingDay),
        numbering: map?.choice("numbering", default: .atClose) ?? .atClose,
        framework: map?.choice("framework", default: .ifrs) ?? .ifrs,
        writeDownReversal: map?.choice("write_down_reversal", default: .asFramework)
          ?? .asFramework)
    }
    return outer.map("policies") { read($0) } ?? read(nil)
  }

  /// `close: manual` or `close: working_day 5`.
  private static func closingDay(_ map: YAMLMap) -> Int? {
    guard let text = map.optionalPlacedName("close"), text.value != "manual" else { return nil }
    let parts = text.value.split(separator: " ")
    if parts.count == 2, parts[0] == "working_day", let day = Int(parts[1]), (1...23).contains(day)
    {
      return day
    }
    map.log.add("`close` is `manual` or such as `working_day 5`", at: text.place)
    return nil
  }
}
