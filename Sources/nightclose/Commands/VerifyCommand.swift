import AccountingValues
import ArgumentParser
import Jobs

/// `nightclose verify`
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Prove that published figures are what the source's rows make.",
    discussion: """
      Exits with 0 when all is proved, with 65 when something is not, with 69 when rows or \
      configuration have changed since open periods were published. Writes nothing.
      """)

  @Option(help: "Only this company; may be repeated.")
  var company: [String] = []

  @Flag(
    help: """
      Prove that closed periods differ from books rebuilt with everything known by late rows, \
      re-costing, configuration and engine alone.
      """)
  var restated = false

  @Flag(help: "Walk the chain of the audit record too.")
  var chain = false

  @Flag(help: "List every figure, not only those that are moved or not proved.")
  var all = false

  @Flag(help: "With --restated: list the documents behind what moves.")
  var documents = false

  @Option(help: "With --restated: as of this day instead of the last finished one.")
  var asOf: CivilDate?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if asOf != nil, !restated { throw ValidationError("--as-of goes with --restated") }
    if documents, !restated { throw ValidationError("--documents goes with --restated") }
  }

  func run() throws {
    try common.perform { session throws(JobError) in
      try session.verify(
        VerifyRequest(
          companies: company, isRestated: restated, walksChain: chain, listsAll: all,
          listsDocuments: documents,
          asOf: asOf))
    }
  }
}
