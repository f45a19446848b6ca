import ArgumentParser
import Jobs

/// The command line: arguments in, exit code out. Everything else happens in `Jobs`.
@main
struct NightcloseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nightclose",
    abstract: "Closes the books of an ERP in PostgreSQL every night, and proves the result.",
    discussion: """
      Exit codes: 0 done · 64 usage · 65 data blocked the close · \
      69 database unavailable · 70 internal · 73/74 output · 75 another run holds the lock · \
      76 fenced · 77 permission · 78 configuration.
      """,
    version: ProductVersion.text,
    subcommands: [
      DemoCommand.self, RunCommand.self, ReportCommand.self, StatusCommand.self, RunsCommand.self,
      FindingsCommand.self, PeriodCommand.self, ExportCommand.self, VerifyCommand.self,
      PostingCommand.self, WhatIfCommand.self, SourcesCommand.self, ConfigCommand.self,
      DatabaseCommand.self,
      InitCommand.self, MigrateCommand.self, RolesCommand.self, DoctorCommand.self,
    ])

  static func main() {
    StandardDescriptors.open()
    main(nil)
  }
}
