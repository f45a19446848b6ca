import AccountingValues

/// Plans one line: choose the supplier, find the point, compare, size the order, cut it into lots.
struct LinePlanning {
  let line: PlanningLine
  let index: Int32
  /// Open suggestions of earlier runs.
  let suggested: Quantity
  let asOf: CivilDate

  func suggestions() throws(ReorderArithmetic.Gap) -> [ReorderSuggestion] {
    let choice = SupplierChoice(of: line.offers)
    let offer = choice.map { line.offers[$0.offer] }
    let arithmetic = ReorderArithmetic(
      demand: line.demand, leadTimes: line.leadTimes,
      statedLeadTimeDays: offer?.leadTimeDays ?? line.policy.leadTimeDays)
    let point = try arithmetic.point(line.policy.point)
    do {
      let projected = try line.position.projected(suggested: suggested)
      var position = projected
      var result: [ReorderSuggestion] = []
      var draft = ReorderSuggestion(
        line: index, item: line.position.item, location: line.position.location,
        isEmergency: false, lots: [], quantity: .zero, projected: projected,
        reorderPoint: point.quantity, offer: choice?.offer,
        supplierReason: choice?.reason ?? "", expectedOn: expected(arithmetic),
        ruleID: line.policy.ruleID, arithmetic: "")
      let start = line.position.arithmetic(suggested: suggested, projected: projected)
      if line.policy.ordersEmergencies, projected < .zero {
        draft.isEmergency = true
        draft.quantity = try Quantity.zero.subtracting(projected)
        draft.lots = [OrderLot(quantity: draft.quantity, count: 1)]
        draft.arithmetic = "\(start); below zero; emergency order \(draft.quantity)"
        result.append(draft)
        draft.isEmergency = false
        position = .zero
      }
      guard let need = try need(at: position, point: point, arithmetic) else { return result }
      let modifiers = line.policy.modifiers.filled(from: offer?.modifiers ?? OrderModifiers())
      draft.lots = try modifiers.lots(for: need.quantity)
      draft.quantity = try draft.lots.total()
      let after = position == projected ? start : "\(start); 0 after the emergency order"
      draft.arithmetic =
        "\(after); \(need.text); order \(draft.quantity) = \(draft.lots.arithmetic)"
      return result + [draft]
    } catch let error as ValueError {
      throw .invalid(error)
    } catch let gap as ReorderArithmetic.Gap {
      throw gap
    } catch {
      accountingFault("planning failed in an unknown way: \(error)")
    }
  }

  /// How much to order before modifiers; `nil` when the projected quantity suffices.
  private func need(
    at projected: Quantity, point: Explained, _ arithmetic: ReorderArithmetic
  ) throws -> Explained? {
    switch line.policy.amount {
    case .missing:
      guard projected < point.quantity else { return nil }
      let missing = try point.quantity.subtracting(projected)
      return Explained(quantity: missing, text: "below \(point.text); missing \(missing)")
    case .upTo(let maximum):
      guard projected <= point.quantity else { return nil }
      // A maximum not above the point would order nothing, and ask again on every run.
      guard maximum > point.quantity else { throw ValueError.outOfRange }
      let missing = try maximum.subtracting(projected)
      return Explained(
        quantity: missing,
        text: "at or below \(point.text); up to maximum \(maximum): \(missing)")
    case .stated(let quantity):
      guard projected <= point.quantity else { return nil }
      return try batches(
        of: Explained(quantity: quantity, text: "quantity \(quantity)"), projected, point)
    case .economic(let orderCost, let holdingCost):
      guard projected <= point.quantity else { return nil }
      let economic = try arithmetic.economicQuantity(
        orderCostMinor: orderCost, holdingCostMinor: holdingCost)
      return try batches(of: economic, projected, point)
    }
  }

  /// The fewest batches that lift the projected quantity above the point.
  private func batches(
    of batch: Explained, _ projected: Quantity, _ point: Explained
  ) throws -> Explained {
    guard batch.quantity > .zero else { throw ValueError.outOfRange }
    let missing = try point.quantity.subtracting(projected).micros
    let count = missing / batch.quantity.micros + 1
    let total = Quantity(micros: try Quantity.micros(batch.quantity.micros, times: count))
    let times = count == 1 ? "" : "; \(count) times to pass it: \(total)"
    return Explained(
      quantity: total, text: "at or below \(point.text); \(batch.text)\(times)")
  }

  private func expected(_ arithmetic: ReorderArithmetic) -> CivilDate? {
    guard let days = arithmetic.leadTime?.days,
      let whole = Int(exactly: days.rounded(.up)), whole <= 36_500
    else { return nil }
    return asOf.adding(days: whole)
  }
}
