public import AccountingValues

/// `jobs/sources/<erp>/source.yaml`: the facts of an ERP and how its tables become streams.
public struct SourceDefinition: Hashable, Sendable {
  /// The ERP's name: the folder's.
  public var erp: String
  /// What people call it.
  public var title: String
  /// The folder of its SQL: `jobs/sources/<erp>`.
  public var folder: String
  /// IANA name of the zone in which its timestamps become civil days; a company may say otherwise.
  public var timeZone: Placed<String>?
  /// The currency of amounts that state none; a company may say otherwise.
  public var currency: Currency?
  /// The streams it feeds, by name.
  public var streams: [String: Placed<Stream>]
  /// What the mapping takes for granted; printed on the reports it touches.
  public var assumptions: [Assumption]
  /// The streams it cannot feed and what that switches off.
  public var missing: [Missing]

  /// One stream of the ERP.
  public struct Stream: Hashable, Sendable {
    /// What the source knows about the past (DESIGN, Streams).
    public enum History: String, Hashable, Sendable, CaseIterable {
      /// Every row says when it was recorded.
      case recordedAt = "recorded_at"
      /// Changes are seen by comparing with what earlier runs saw.
      case observed
      /// Rows carry no such moment and are not compared.
      case none
    }

    /// The path of its SQL in the configuration tree.
    public var sqlPath: String
    /// What the source knows about the past.
    public var history: History
    /// Whether differences to the last run are kept as observations.
    public var isRemembered: Bool
  }

  /// Something the mapping takes for granted.
  public struct Assumption: Hashable, Sendable {
    /// Unique in the source; reports and notes cite it.
    public var id: String
    /// One sentence for the reader of a report.
    public var text: String
    /// The streams it touches; reports that read them print it.
    public var streams: [Placed<String>]
    /// Reports that print it whatever they read.
    public var reports: [Placed<String>]
    /// Where it is written.
    public var place: SourcePlace
  }

  /// A stream the ERP cannot feed.
  public struct Missing: Hashable, Sendable {
    /// The stream.
    public var stream: Placed<String>
    /// Why there is none.
    public var reason: String
    /// What the close does not do for lack of it.
    public var switchesOff: String
  }
}
