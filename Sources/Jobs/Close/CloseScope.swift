import AccountingValues
import Definitions
import GeneralLedger
import Inventory
import Subledgers

/// What one company's close is about: the company's own choices and the days it covers. A close is a
/// pure function of this, the configuration and the input rows. Choices that figures of a closed period
/// rest on are by day: what it was filed with, then today's.
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
  let defaultDueDays: Dated<Int>
  /// The largest difference between a document's total and its lines that is posted.
  let roundingLimit: Dated<ExactDecimal>
  /// The accounting framework the books follow: what it does not allow is warned of.
  var framework = CompanyDefinition.Policies.Framework.local
  /// Whether write-downs of stock may be taken back.
  var writeDownReversal = Dated(ReversalPolicy.allowed)
  /// The lines of balance sheet and income statement; `nil` where none are laid out.
  var statements: StatementLayout?

  /// Where rows lie that there are as many of as movements.
  var pages: any PageSource = MemoryPages.shared

  /// The first day that no closed period holds, where the closed span is computed again; `nil` where
  /// all that is computed is open.
  var firstOpenDay: CivilDate?

  /// The first day that is neither in a closed period nor in the one being closed: years that end before
  /// it have their year-end entry. `nil` where no period is closed.
  var filedUntil: CivilDate?

  /// The days that are computed: open and not after the as-of day.
  var openSpan: DateSpan { DateSpan(first: openFrom, end: asOf.adding(days: 1)) }

  /// The open periods up to the one that holds the as-of day.
  var openPeriods: [FiscalPeriod] { calendar.periods(from: openFrom, through: asOf) }
}
