/// `jobs/<name>.yaml`: what a job does for each company, in order.
public struct JobDefinition: Hashable, Sendable {
  /// The file's base name: the command line's `run <name>`.
  public var name: String
  /// What people call it.
  public var title: String
  /// What it is for.
  public var description: String
  /// The steps, in order; those of the job it includes come first.
  public var steps: [Placed<Step>]
  /// The reports it writes, with those of the job it includes.
  public var reports: [Placed<String>]
  /// The packs it writes.
  public var packs: [Placed<String>]
  /// The only companies it runs for; `nil` for all.
  public var companies: [Placed<String>]?

  /// A step of a job. The order of a job's steps is the order of the cases.
  public enum Step: String, Hashable, Sendable, CaseIterable {
    /// Read the sources and inputs in one snapshot and check them.
    case extract
    /// Cost layers, consumptions and valuation.
    case inventory
    /// Journal entries and the trial balance.
    case ledger
    /// Open items and ageing.
    case subledgers
    /// Reorder suggestions.
    case replenishment
    /// Tie-outs and the checks of `jobs/checks/`.
    case checks
    /// Write the reports and read them back.
    case reports
    /// Publish tables and files in one commit.
    case publish
    /// Close the last ended period where the company's policy says so.
    case closePeriod = "close_period"
  }
}
