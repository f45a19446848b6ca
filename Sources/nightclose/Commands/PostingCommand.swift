import AccountingValues
import ArgumentParser
import Jobs

/// `nightclose posting explain|check`
struct PostingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "posting", abstract: "Why entries are as they are, and what would not be posted.",
    subcommands: [Explain.self, Check.self])

  /// How an answer is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The rule, the accounts and the amounts of every published entry of a document.",
      discussion: """
        Reads what is published, and the configuration it was published with; the ERP is not \
        read.
        """)

    @Argument(
      help: "A document's or entry's number, a reference (~4F7A…), or a row as stream:key.")
    var document: String

    @Option(help: "Only this company; may be repeated.")
    var company: [String] = []

    @Option(help: "Only this period: 2026-10 or 2026-P03.")
    var period: String?

    @Flag(help: "Tell too which rules and mappings did not apply, and why.")
    var verbose = false

    @Option(help: "text or json.")
    var format: Format = .text

    @OptionGroup var common: CommonOptions

    func run() throws {
      try common.as(format).perform { session throws(JobError) in
        try session.explainPosting(
          PostingQuestion(
            document: document, companies: company, period: period, isVerbose: verbose))
      }
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Events without a rule or an account, by kind and month, and what to write.",
      discussion: """
        Reads and computes what a run would now, and publishes nothing. Ends with 65 where a \
        close would be blocked.
        """, aliases: ["dry-run"])

    @Option(help: "Only this company; may be repeated.")
    var company: [String] = []

    @Option(help: "As of this day instead of the last finished one.")
    var asOf: CivilDate?

    @Option(help: "text or json.")
    var format: Format = .text

    @OptionGroup var common: CommonOptions

    func run() throws {
      try common.as(format).perform { session throws(JobError) in
        try session.checkPosting(companies: company, asOf: asOf)
      }
    }
  }
}

extension CommonOptions {
  /// The options with the answer in a format; `--json` asks for JSON in any case.
  fileprivate func `as`(_ format: PostingCommand.Format) -> CommonOptions {
    var options = self
    options.json = json || format == .json
    return options
  }
}
