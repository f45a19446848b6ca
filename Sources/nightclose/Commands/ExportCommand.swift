import AccountingValues
import ArgumentParser
import Foundation
import Jobs

/// `nightclose export journals`
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "The published books for other programs.",
    subcommands: [Journals.self, AuditFile.self])

  struct Journals: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The entries of a published close as a file of hledger, ledger or beancount.",
      discussion: """
        Opens with the balances before the first day, so that `hledger -f FILE balance -B` \
        is the trial balance of the last one.
        """)

    @Option(help: "hledger, ledger or beancount.")
    var format: String

    @Option(help: "The company; may be left out where there is one only.")
    var company: String?

    @Option(help: "The period: 2026-10 or 2026-P03; all published ones if missing.")
    var period: String?

    @Option(help: "The first day, instead of a period.")
    var from: CivilDate?

    @Option(help: "The last day, instead of a period.")
    var through: CivilDate?

    @Option(help: "The file to write to; standard output if missing.")
    var to: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
      if period != nil, from != nil || through != nil {
        throw ValidationError("--period and --from or --through exclude each other")
      }
      if let from, let through, from > through {
        throw ValidationError("--from is later than --through")
      }
    }

    func run() throws {
      try common.perform { session throws(JobError) in
        try session.exportJournals(
          JournalExportRequest(
            format: format, company: company, period: period, from: from, through: through,
            file: to, wantsJSON: common.json),
          standardOutput: CommonOptions.printPiece)
      }
    }
  }

  struct AuditFile: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "saf-t",
      abstract: "The entries of a fiscal year as a Standard Audit File for Tax (OECD SAF-T 2.00).",
      discussion: """
        Header, accounts, customers and suppliers with opening and closing balances, and \
        every entry of the published periods. Needs `legal` in the company's file.
        """)

    @Option(help: "The company; may be left out where there is one only.")
    var company: String?

    @Option(help: "One period only: 2026-10 or 2026-P03.")
    var period: String?

    @Option(help: "The fiscal year; the latest published one if missing.")
    var year: Int?

    @Option(help: "The file to write to; standard output if missing.")
    var to: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
      if period != nil, year != nil {
        throw ValidationError("--period and --year exclude each other")
      }
    }

    func run() throws {
      try common.perform { session throws(JobError) in
        try session.exportAuditFile(
          AuditFileRequest(
            company: company, period: period, year: year, file: to, wantsJSON: common.json),
          standardOutput: CommonOptions.printPiece)
      }
    }
  }
}
