import AccountingValues
import Inventory
import Subledgers

/// What one company's close is about: the company's own choices and the days it covers. A close is a
/// pure function of this, the configuration and the input rows.
struct CloseScope {
  /// The company's code, as in `companies/<code>.yaml`.
  let company: String
  let name: String
  let base: Currency
  let calendar: FiscalCalendar
  /// The last day that counts.
  let asOf: CivilDate
  /// Only what was known on this day counts; `nil` for everything.
  let knownAt: CivilDate?
  /// The first day of the books.
  let goLive: CivilDate
  /// The first day that is not frozen: the end of the last closed period, else go-live.
  let openFrom: CivilDate
  /// Whether a day's receipts come before its issues whatever the clock says.
  let receiptsFirst: Bool
  let costing: CostingPolicy
  let ageing: AgeingScheme
  /// Days from document to due date where neither document nor terms say.
  let defaultDueDays: Int
  /// The largest difference between a document's total and its lines that is posted.
  let roundingLimit: ExactDecimal

  /// The days that are computed: open and not after the as-of day.
  var openSpan: DateSpan { DateSpan(first: openFrom, end: asOf.adding(days: 1)) }

  /// The open periods up to the one that holds the as-of day.
  var openPeriods: [FiscalPeriod] {
    var periods: [FiscalPeriod] = []
    var period = calendar.period(containing: openFrom)
    while period.first <= asOf {
      periods.append(period)
      period = calendar.period(after: period)
    }
    return periods
  }
}

/// How a company costs its stock: defaults, narrowed by category and item. The most specific choice
/// wins: item, then category, then what the source says of the item, then the company's default.
struct CostingPolicy {
  var method: CostingMethod
  var methodByCategory: [String: CostingMethod] = [:]
  var methodByItem: [String: CostingMethod] = [:]
  var negativeStock: NegativeStockPolicy
  var returnCost: ReturnCostPolicy
  /// Whether every location has pools of its own.
  var isByLocation = false

  /// The method of an item and the words that say who chose it.
  func method(
    number: String, category: String, stated: String?
  ) -> (method: CostingMethod, chosenBy: String) {
    if let method = methodByItem[number] { return (method, "item \(number)") }
    if let method = methodByCategory[category] { return (method, "category \(category)") }
    if let method = stated.flatMap({ CostingMethod(rawValue: $0) }) { return (method, "source") }
    return (method, "company")
  }
}
