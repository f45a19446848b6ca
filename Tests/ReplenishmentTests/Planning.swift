import AccountingValues
import Replenishment
import Testing

/// So many units.
func units(_ text: String) throws -> Quantity {
  try Quantity(ExactDecimal(parsing: text))
}

/// A day written as in a document.
func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

/// An item at a location with some stock.
func line(
  _ policy: ReorderPolicy, onHand: String, demand: DemandStatistics? = nil,
  leadTimes: LeadTimeStatistics? = nil, offers: [SupplierOffer] = [], item: Int32 = 0
) throws -> PlanningLine {
  PlanningLine(
    position: StockPosition(item: item, location: 0, onHand: try units(onHand)),
    policy: policy, demand: demand, leadTimes: leadTimes, offers: offers)
}

/// The suggestions of a plan as the next run finds them.
func remembered(_ plan: ReplenishmentPlan, on date: CivilDate) -> [EarlierSuggestion] {
  plan.suggestions.map {
    EarlierSuggestion(
      item: $0.item, location: $0.location, suggestedOn: date, quantity: $0.quantity)
  }
}
