import ArgumentParser
import Jobs

/// `nightclose report <name|pack>`
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write a report of a published close again, anywhere.")

  @Argument(help: "The report's name, or all.")
  var name: String

  @Option(help: "The company; all if missing.")
  var company: [String] = []

  @Option(help: "The period: 2026-10 or 2026-P03; the latest if missing.")
  var period: String?

  @Option(
    help: "xlsx, csv, html, or several with commas; what runs write of the report if missing.")
  var format: String?

  @Option(help: "The folder to write to; the working folder if missing.")
  var to: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    try common.perform { session throws(JobError) in
      try session.report(
        ReportRequest(
          name: name, companies: company, period: period,
          formats: (format ?? "").split(separator: ",").map(String.init), folder: to))
    }
  }
}

/// `nightclose status`
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "What is published for each company, and how old it is.")

  @Option(help: "Exit with 65 when a company's as-of is more than this many days old.")
  var maxAge: Int?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let maxAge, maxAge < 0 { throw ValidationError("--max-age is a number of days") }
  }

  func run() throws {
    try common.perform { session throws(JobError) in try session.status(maxAgeDays: maxAge) }
  }
}

/// `nightclose runs list|show`
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "The record of runs.", subcommands: [List.self, Show.self],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The latest runs, newest first.")
    @Option(help: "Only this company.") var company: String?
    @Option(help: "How many.") var limit = 20
    @OptionGroup var common: CommonOptions

    func validate() throws { try requirePositive(limit, "--limit") }

    func run() throws {
      try common.perform { session throws(JobError) in
        try session.runs(company: company, limit: limit)
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "One run with its steps.")
    @Argument(help: "The run's number, or latest.") var number: String
    @OptionGroup var common: CommonOptions

    func run() throws {
      try common.perform { session throws(JobError) in try session.runDetails(number) }
    }
  }
}

/// `nightclose findings list`
struct FindingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "findings", abstract: "What is wrong with the data, and what to do.",
    subcommands: [List.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The findings published with the figures.")
    @Option(help: "Only this company.") var company: String?
    @Option(help: "Only this code, e.g. INV-012.") var code: String?
    @Option(help: "How many are listed.") var limit = 1000
    @OptionGroup var common: CommonOptions

    func validate() throws { try requirePositive(limit, "--limit") }

    func run() throws {
      try common.perform { session throws(JobError) in
        try session.findings(company: company, code: code, limit: limit)
      }
    }
  }
}

/// `nightclose period list|close|reopen`
struct PeriodCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "period", abstract: "List, close and reopen periods.",
    subcommands: [List.self, Close.self, Reopen.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Every period with its state.")
    @Option(help: "Only this company.") var company: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
      try common.perform { session throws(JobError) in try session.periods(company: company) }
    }
  }

  struct Close: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Close the first open period: checks, numbers, freezes.")
    @Argument(help: "The period: 2026-10 or 2026-P03.") var period: String
    @Option(help: "Only this company; may be repeated. Without it all.") var company: [String] = []
    @OptionGroup var common: CommonOptions

    func run() throws {
      try common.perform { session throws(JobError) in
        try session.closePeriod(companies: company, period: period)
      }
    }
  }

  struct Reopen: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Reopen the latest closed period; the reason is recorded.")
    @Argument(help: "The period: 2026-10 or 2026-P03.") var period: String
    @Option(help: "The company.") var company: String
    @Option(help: "Why, in a sentence.") var reason: String
    @OptionGroup var common: CommonOptions

    func run() throws {
      try common.perform { session throws(JobError) in
        try session.reopenPeriod(company: company, period: period, reason: reason)
      }
    }
  }
}
