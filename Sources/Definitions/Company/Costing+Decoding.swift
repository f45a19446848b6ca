import AccountingValues
internal import Inventory

extension CompanyDefinition.Costing {
  /// What applies where a company says nothing.
  static let standard = CompanyDefinition.Costing(
    method: .fifo, averaging: .fiscalPeriod, level: .company, sameDay: .asRecorded,
    negativeStock: .allow, returnCost: .original, missingPrice: PriceSource.allCases,
    outputCost: .progress, overrides: [])

  static func decode(_ outer: YAMLMap) -> CompanyDefinition.Costing {
    outer.map("costing") { map in
      var costing = standard
      costing.method = map.choice("method", default: costing.method)
      costing.averaging = map.choice("averaging", default: costing.averaging)
      costing.level = map.choice("level", default: costing.level)
      costing.sameDay = map.choice("same_day", default: costing.sameDay)
      costing.negativeStock = map.choice("negative_stock", default: costing.negativeStock)
      costing.returnCost = map.choice("return_cost", default: costing.returnCost)
      costing.missingPrice = missingPrice(map)
      costing.outputCost = map.choice("output_cost", default: costing.outputCost)
      costing.overrides = overrides(map)
      return costing
    } ?? standard
  }

  private static func missingPrice(_ map: YAMLMap) -> [PriceSource] {
    guard map.has("missing_price") else { return standard.missingPrice }
    let chain = map.list("missing_price") {
      $0.choice("each of `missing_price`", of: PriceSource.self, map.log)
    }
    if chain.last != .zero || Set(chain).count != chain.count {
      map.log.add(
        "`missing_price` lists each place once and ends with zero, which is a finding",
        at: map.place("missing_price"))
    }
    return chain
  }

  private static func overrides(_ map: YAMLMap) -> [Placed<Override>] {
    var seen: Set<OverridePlace> = []
    return map.list("overrides") { value in
      YAMLMap.decode(value, "a costing override", map.log) { map in
        let item = map.optionalName("item")
        let category = map.optionalName("category")
        let method = map.optionalChoice("method", of: CostingMethod.self)
        let averaging = map.optionalChoice("averaging", of: AveragingPeriod.self)
        let negativeStock = map.optionalChoice("negative_stock", of: NegativeStockPolicy.self)
        let returnCost = map.optionalChoice("return_cost", of: ReturnCostPolicy.self)
        let validFrom = map.date("valid_from")
        let scope: Override.Scope
        switch (item, category) {
        case (let item?, nil): scope = .item(item)
        case (nil, let category?): scope = .category(category)
        case (nil, nil) where validFrom != nil: scope = .company
        default:
          map.log.add(
            "an override has exactly one of `item`, `category`, or neither from a day on",
            at: value.place)
          return nil
        }
        if !seen.insert(OverridePlace(scope: scope, validFrom: validFrom)).inserted {
          map.log.add("there is an override for it already", at: value.place)
        }
        return Placed(
          Override(
            scope: scope, validFrom: validFrom, method: method, averaging: averaging,
            negativeStock: negativeStock,
            returnCost: returnCost),
          at: value.place)
      }
    }
  }
}

/// What tells one override from another.
private struct OverridePlace: Hashable {
  let scope: CompanyDefinition.Costing.Override.Scope
  let validFrom: CivilDate?
}
