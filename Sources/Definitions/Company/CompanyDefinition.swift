public import AccountingValues
public import GeneralLedger
public import Subledgers

/// `jobs/companies/<code>.yaml` over the defaults of its sources: everything that is decided for one
/// company.
public struct CompanyDefinition: Hashable, Sendable {
  /// The file's base name; names the company on the command line and in file names.
  public var code: String
  /// The legal name, as reports print it.
  public var name: String
  /// Where its rows come from; at least one.
  public var sources: [SourceBinding]
  /// A folder with CSV inputs besides `jobs/companies/<code>/data`; one file per stream.
  public var inputs: String?
  /// The currency its books are kept in.
  public var baseCurrency: Currency
  /// IANA name of the zone in which timestamps become civil days.
  public var timeZone: String
  /// How its years divide.
  public var calendar: FiscalCalendar
  /// The first day that is posted; `nil` derives the opening from what is there first.
  public var goLive: CivilDate?
  /// The day that stands for today where the data ended; `nil` for the last finished day.
  public var asOf: CivilDate?
  /// Stock costing.
  public var costing: Costing
  /// Where its accounts come from.
  public var chart: Placed<Chart>
  /// Which accounts roles mean for this company; they come before the shared ones.
  public var roles: [Placed<RoleMapping>]
  /// The axes of analysis its journal lines carry.
  public var dimensions: [DimensionDefinition]
  /// How open items are put into columns by age.
  public var ageing: AgeingScheme
  /// When revenue is earned; `nil` for delivery where the source has deliveries, else invoice.
  public var revenueOn: RevenueRecognition?
  /// The largest difference of a document's header and lines that is posted, in major units.
  public var roundingLimit: ExactDecimal
  /// The choices ACCOUNTING leaves to the company.
  public var policies: Policies
  /// What authorities know it by; audit files need it.
  public var legal: LegalIdentity?

  /// Where a company's accounts come from.
  public enum Chart: Hashable, Sendable {
    /// A CSV file of the configuration tree.
    case file(String)
    /// The stream `accounts` of its sources or inputs.
    case stream
  }

  /// One source of a company's rows.
  public struct SourceBinding: Hashable, Sendable {
    /// The ERP's folder name.
    public var erp: Placed<String>
    /// The connection's name in `jobs/nightclose.yaml`.
    public var connection: Placed<String>
    /// The value of `:company` in the adapter's SQL; `nil` where a database is one company.
    public var tenant: String?
    /// The streams taken from it; `nil` for all it feeds.
    public var streams: [Placed<String>]?
  }

  /// The choices ACCOUNTING leaves to the company.
  public struct Policies: Hashable, Sendable {
    /// What happens to an amount whose role has no account.
    public var unmapped: UnmappedPolicy
    /// Days a quoted exchange rate may be used after its day.
    public var rateMaximumAgeDays: Int
    /// Days from document to due date where neither the document nor terms say.
    public var defaultDueDays: Int
    /// What happens to rows that appear in closed periods (ACCOUNTING §3).
    public var lateRows: LateRows
    /// Whether restatement differences are posted (ACCOUNTING §3).
    public var restatement: Restatement
    /// When a period closes by itself: the n-th working day after it; `nil` for by hand.
    public var closesOnWorkingDay: Int?
    /// When entries get their gapless numbers (ACCOUNTING §4).
    public var numbering: Numbering
    /// The accounting framework (ACCOUNTING §2).
    public var framework: Framework
    /// Whether write-downs of stock may be taken back where the framework says never.
    public var writeDownReversal: WriteDownReversal

    /// What happens to rows that appear in closed periods.
    public enum LateRows: String, Hashable, Sendable, CaseIterable {
      case post, hold
    }
    /// Whether restatement differences are posted or only reported.
    public enum Restatement: String, Hashable, Sendable, CaseIterable {
      case report, post
    }
    /// When entries get their gapless numbers.
    public enum Numbering: String, Hashable, Sendable, CaseIterable {
      case atClose = "at_close"
      case daily
    }
    /// The accounting framework.
    public enum Framework: String, Hashable, Sendable, CaseIterable {
      case ifrs
      case usGAAP = "us_gaap"
      case local
    }
    /// Whether write-downs of stock may be taken back.
    public enum WriteDownReversal: String, Hashable, Sendable, CaseIterable {
      case asFramework = "as_framework"
      case allow
    }
  }
}
