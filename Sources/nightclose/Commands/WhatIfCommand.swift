import AccountingValues
import ArgumentParser
import Jobs

/// `nightclose what-if costing`
struct WhatIfCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "what-if", abstract: "What the figures would be under other rules.",
    subcommands: [Costing.self])

  struct Costing: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Stock, cost of sales and margin by other costing methods.",
      discussion: "Reads what a run would read now, and publishes nothing.")

    @Option(
      help: "fifo, lifo, hifo, moving_average, periodic_average, standard, or several, with commas."
    )
    var method: String

    @Option(help: "Only this company; may be repeated.")
    var company: [String] = []

    @Option(help: "As of this day instead of the last finished one.")
    var asOf: CivilDate?

    @Option(help: "The folder to write files to; none are written if missing.")
    var to: String?

    @Option(help: "xlsx, csv, html, or several with commas.")
    var format: String = "xlsx,csv"

    @OptionGroup var common: CommonOptions

    func run() throws {
      try common.perform { session throws(JobError) in
        try session.whatIfCosting(
          CostingQuestion(
            methods: method.split(separator: ",").map(String.init), companies: company, asOf: asOf,
            folder: to, formats: format.split(separator: ",").map(String.init)))
      }
    }
  }
}
