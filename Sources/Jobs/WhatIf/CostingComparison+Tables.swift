import AccountingValues
import Inventory
import Tables

extension CostingComparison {
  /// The rows of a sheet, in the columns it asks for. A column that is not there is empty.
  func table(_ dataset: String, _ columns: [Column]) -> Table {
    let rows = dataset == "methods" ? scenarios.map(cells) : scenarios.flatMap(itemCells)
    return Table(
      columns: columns,
      rows: rows.map { row in
        columns.map { column in
          guard let cell = row[column.name], cell.fits(column.type) else { return .null }
          return cell
        }
      })
  }

  private func cells(_ scenario: Scenario) -> [String: Cell] {
    figures(scenario.total, against: scenarios[0].total, revenue: revenue).merging(
      ["method": .text(scenario.name), "remark": Self.text(remarks(scenario))]
    ) { $1 }
  }

  private func itemCells(_ scenario: Scenario) -> [[String: Cell]] {
    items.map { item in
      let facts = masters.items[item]
      let books = scenarios[0].byItem[item] ?? Figures()
      let row: [String: Cell] = [
        "method": .text(scenario.name), "item": .text(facts.number), "item_name": .text(facts.name),
        "unit": facts.unit.map(Cell.text) ?? .null,
        "category": Self.text(facts.category),
        "applied": scenario.applied[item].map { .text($0.rawValue) } ?? .null,
        "quantity": .quantity(Quantity(micros: scenario.byItem[item]?.quantityMicros ?? 0)),
        "remark": Self.text(remark(scenario, item)),
      ]
      return row.merging(
        figures(
          scenario.byItem[item] ?? Figures(), against: books, revenue: revenueByItem[item] ?? 0)
      ) { $1 }
    }
  }

  private func figures(_ own: Figures, against books: Figures, revenue: Int64) -> [String: Cell] {
    func money(_ minor: Int64) -> Cell { .money(Money(minor: minor, in: base)) }
    return [
      "stock": money(own.stockMinor), "stock_difference": money(own.stockMinor - books.stockMinor),
      "allowance": money(own.allowanceMinor),
      "revenue": money(revenue), "cost_of_sales": money(own.costOfSalesMinor),
      "cost_difference": money(own.costOfSalesMinor - books.costOfSalesMinor),
      "margin": money(revenue - own.costOfSalesMinor),
      "margin_share": share(own, revenue).map(Cell.percent) ?? .null,
      "other_cost": money(own.otherCostMinor),
    ]
  }

  /// Margin in millionths of revenue; `nil` without revenue.
  func share(_ own: Figures, _ revenue: Int64) -> Int64? {
    try? Rounding.scaled(revenue - own.costOfSalesMinor, times: 1_000_000, over: revenue)
  }

  private static func text(_ text: String) -> Cell { text.isEmpty ? .null : .text(text) }

  /// What a reader must know of a method's figures.
  func remarks(_ scenario: Scenario) -> String {
    var sentences: [String] = []
    if let objection = scenario.objection { sentences.append("Not for the books: \(objection).") }
    let fixed = scenario.applied.values.filter { $0 == .specific }.count
    if scenario.method != nil, fixed > 0 {
      sentences.append("\(counted(fixed, "item keeps", "items keep")) the cost of specific lots.")
    }
    let lacking = scenario.withoutStandard
    if lacking > 0 {
      sentences.append(
        "\(counted(lacking, "item keeps its", "items keep their")) method for want of a standard cost."
      )
    }
    return sentences.joined(separator: " ")
  }

  private func remark(_ scenario: Scenario, _ item: Int32) -> String {
    guard let method = scenario.method, let applied = scenario.applied[item], applied != method
    else { return "" }
    return applied == .specific ? "Fixed: specific lots" : "Fixed: no standard cost"
  }
}

// MARK: - Terminal

extension CostingComparison {
  /// How many items a terminal shows, the most affected first.
  static let itemsShown = 20

  /// The methods, then the items on which they disagree most.
  var text: String {
    var methods = TextTable([
      "method", "stock", "difference", "written down", "revenue", "cost of sales", "difference",
      "margin", "%",
      "other cost",
    ])
    for scenario in scenarios {
      methods.add(
        [scenario.name] + words(scenario.total, against: scenarios[0].total, revenue: revenue))
    }
    let notes = scenarios.compactMap { scenario -> String? in
      let words = remarks(scenario)
      return words.isEmpty ? nil : "\(scenario.name): \(words)"
    }
    var lines = TextTable([
      "item", "method", "stock", "difference", "written down", "revenue", "cost of sales",
      "difference", "margin", "%", "other cost",
    ])
    for item in itemsByEffect.prefix(Self.itemsShown) {
      let books = scenarios[0].byItem[item] ?? Figures()
      for scenario in scenarios {
        let applied = scenario.applied[item]?.rawValue ?? ""
        let name =
          scenario.method == nil
          ? "books (\(applied))"
          : applied == scenario.name ? scenario.name : "\(scenario.name) (\(applied))"
        lines.add(
          [masters.items[item].number, name]
            + words(
              scenario.byItem[item] ?? Figures(), against: books,
              revenue: revenueByItem[item] ?? 0))
      }
    }
    let rest = items.count - Self.itemsShown
    let more = rest > 0 ? ["and \(counted(rest, "more item")); --to DIR writes all of them"] : []
    return ([methods.text] + notes + ["", lines.text] + more).joined(separator: "\n")
  }

  private func words(_ own: Figures, against books: Figures, revenue: Int64) -> [String] {
    func money(_ minor: Int64) -> String { Money(minor: minor, in: base).amountText }
    let share = share(own, revenue).flatMap { try? Rounding.scaled($0, times: 1, over: 1_000) }
    return [
      money(own.stockMinor), money(own.stockMinor - books.stockMinor), money(own.allowanceMinor),
      money(revenue),
      money(own.costOfSalesMinor), money(own.costOfSalesMinor - books.costOfSalesMinor),
      money(revenue - own.costOfSalesMinor),
      share.map { ($0 < 0 ? "-" : "") + "\(abs($0) / 10).\(abs($0) % 10)" } ?? "-",
      money(own.otherCostMinor),
    ]
  }
}
