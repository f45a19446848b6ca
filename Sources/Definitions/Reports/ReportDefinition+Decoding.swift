internal import Tables

extension ReportDefinition {
  /// Decodes `reports/<name>.yaml`.
  static func decode(
    _ document: YAMLValue, name: String, _ log: ProblemLog
  ) -> Placed<ReportDefinition>? {
    YAMLMap.decode(document, "the report", log) { map in
      let report = ReportDefinition(
        name: name, title: map.name("title"), description: map.name("description"),
        parameters: map.texts("parameters").map(\.value),
        streams: map.texts("streams").map(\.value), checks: map.texts("checks").map(\.value),
        notes: map.texts("notes").map(\.value),
        sheets: map.list("sheets") { SheetDefinition.decode($0, log) },
        formats: map.list("formats") { $0.choice("each of `formats`", of: FormatName.self, log) }
          .map(\.rawValue),
        template: map.optionalName("template") ?? "page")
      for contradiction in report.contradictions { log.add(contradiction, at: document.place) }
      return Placed(report, at: document.place)
    }
  }
}

/// The kinds of files that reports are written as.
private enum FormatName: String, CaseIterable { case xlsx, csv, html }

extension SheetDefinition {
  static func decode(_ value: YAMLValue, _ log: ProblemLog) -> SheetDefinition? {
    YAMLMap.decode(value, "a sheet", log) { map in
      SheetDefinition(
        name: map.name("name"), title: map.name("title"), grain: map.name("grain"),
        dataset: map.name("dataset"),
        orientation: map.choice("orientation", default: .landscape),
        columns: map.list("columns") { ReportColumn.decode($0, log) },
        groups: map.texts("groups").map(\.value), order: map.texts("order").map(\.value),
        grandTotal: map.boolean("grand_total", default: true),
        runningTotals: map.boolean("running_totals", default: false))
    }
  }
}

extension ReportColumn {
  /// The words a file uses for the types of columns.
  private enum TypeName: String, CaseIterable {
    case text, code, integer, money, quantity, rate, percent, date, timestamp, boolean
    case unitCost = "unit_cost"
  }

  /// Where a column's words stand.
  private enum Alignment: String, CaseIterable { case left, right }

  static func decode(_ value: YAMLValue, _ log: ProblemLog) -> ReportColumn? {
    YAMLMap.decode(value, "a column", log) { map in
      let name = map.name("name")
      let currency = map.optionalPlacedName("currency")
      let type = map.required("type")?.choice("`type`", of: TypeName.self, log)
      if let currency, type != .money, type != nil {
        log.add("only columns of type money have a `currency`", at: currency.place)
      }
      return ReportColumn(
        Column(
          name: name, title: map.optionalName("title"),
          type: columnType(type ?? .text, currency?.value), unit: map.optionalName("unit")),
        note: map.optionalName("note") ?? "", total: map.choice("total", default: .none),
        width: map.optionalInteger("width", in: 1...120),
        wraps: map.boolean("wraps", default: false),
        alignsRight: map.choice("align", default: Alignment.left) == .right,
        spread: map.map("spread") { map in
          ColumnSpread(
            by: map.name("by"), over: map.name("over"), sumsTo: map.optionalName("sums_to"))
        }, isOnPage: map.boolean("page", default: true))
    }
  }

  private static func columnType(_ name: TypeName, _ currency: String?) -> ColumnType {
    switch name {
    case .text: .text
    case .code: .code
    case .integer: .integer
    case .money: .money(currency.map { $0 == "base" ? .base : .column($0) } ?? .base)
    case .quantity: .quantity
    case .unitCost: .unitCost
    case .rate: .rate
    case .percent: .percent
    case .date: .date
    case .timestamp: .timestamp
    case .boolean: .boolean
    }
  }
}

extension PackDefinition {
  /// Decodes `reports/packs/<name>.yaml`.
  static func decode(
    _ document: YAMLValue, name: String, reports known: Set<String>, _ log: ProblemLog
  ) -> PackDefinition? {
    YAMLMap.decode(document, "the pack", log) { map in
      let reports = map.texts("reports")
      for report in reports where !known.contains(report.value) {
        log.add("there is no report `\(report.value)`", at: report.place)
      }
      if reports.isEmpty { log.add("a pack has at least one report", at: map.place("reports")) }
      return PackDefinition(
        name: name, title: map.name("title"), description: map.name("description"),
        reports: reports.map(\.value))
    }
  }
}
