import AccountingValues
import ArgumentParser
import Jobs

/// `nightclose sources list|describe|check|preview|template`
struct SourcesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sources",
    abstract: "Streams and adapters: what there is, what fits, what it reads.",
    subcommands: [List.self, Describe.self, Check.self, Preview.self, Template.self],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Every stream, and which adapters feed it.")
    @OptionGroup var common: CommonOptions

    func run() throws {
      try common.perform { session throws(JobError) in try session.sourcesList() }
    }
  }

  struct Describe: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The contract of a stream.")
    @Argument(help: "The stream, e.g. stock_movements.") var stream: String
    @OptionGroup var common: CommonOptions

    func run() throws {
      try common.perform { session throws(JobError) in try session.sourcesDescribe(stream) }
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prepare every statement of a company's adapters and compare it with its contract.")
    @Option(help: "The company; all if missing.") var company: [String] = []
    @OptionGroup var common: CommonOptions

    func run() throws {
      try common.perform { session throws(JobError) in try session.sourcesCheck(company) }
    }
  }

  struct Preview: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The first rows of a stream.")
    @Argument(help: "The stream, e.g. stock_movements.") var stream: String
    @Option(help: "The company.") var company: String
    @Option(help: "How many rows.") var limit = 10
    @OptionGroup var common: CommonOptions

    func validate() throws { try requirePositive(limit, "--limit") }

    func run() throws {
      try common.perform { session throws(JobError) in
        try session.sourcesPreview(stream, company: company, limit: limit)
      }
    }
  }

  struct Template: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "An empty CSV input for a stream.")
    @Argument(help: "The stream, e.g. budgets.") var stream: String
    @OptionGroup var common: CommonOptions

    func run() throws {
      try common.perform { session throws(JobError) in try session.sourcesTemplate(stream) }
    }
  }
}

/// `nightclose config show|diff|check`
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "The configuration as it is laid together.",
    subcommands: [Show.self, Diff.self, Check.self], defaultSubcommand: Check.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Every file in force, or the text of one.")
    @Argument(help: "A file, e.g. jobs/nightly.yaml; all names if missing.") var file: String?
    @Flag(help: "Say where each file comes from.") var origin = false
    @OptionGroup var common: CommonOptions

    func run() throws {
      try common.perform { session throws(JobError) in
        try session.configShow(file: file, withOrigin: origin)
      }
    }
  }

  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What differs from the shipped configuration.")
    @OptionGroup var common: CommonOptions

    func run() throws {
      try common.perform { session throws(JobError) in try session.configDiff() }
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read every file and say what is wrong, with file, line and column.")
    @OptionGroup var common: CommonOptions

    func run() throws {
      try common.perform { session throws(JobError) in try session.configCheck() }
    }
  }
}

/// `nightclose db start|stop|status|psql|backup`
struct DatabaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "db", abstract: "The embedded PostgreSQL.",
    subcommands: [Start.self, Stop.self, Status.self, Psql.self, Backup.self],
    defaultSubcommand: Status.self)

  struct Start: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Start it; create it on first use.")
    @OptionGroup var common: CommonOptions
    func run() throws {
      try common.perform { session throws(JobError) in try session.databaseStart() }
    }
  }

  struct Stop: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Stop it.")
    @Flag(help: "Also while a command works with it, which then fails.") var force = false
    @OptionGroup var common: CommonOptions
    func run() throws {
      try common.perform { session throws(JobError) in
        try session.databaseStop(evenIfInUse: force)
      }
    }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Whether it runs, and where.")
    @OptionGroup var common: CommonOptions
    func run() throws {
      try common.perform { session throws(JobError) in try session.databaseStatus() }
    }
  }

  struct Psql: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Open psql on a database of it; further arguments go to psql after --.")
    @Option(help: "The database.") var database = "nightclose"
    @Argument(
      parsing: .postTerminator,
      help: ArgumentHelp("What psql gets, after --.", valueName: "psql-argument"))
    var arguments: [String] = []
    @OptionGroup var common: CommonOptions
    func run() throws {
      try common.perform { session throws(JobError) in
        try session.databasePsql(database: database, arguments: arguments)
      }
    }
  }

  struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a database to a file that pg_restore reads.")
    @Argument(help: "The file to write.") var file: String
    @Option(help: "The database.") var database = "nightclose"
    @OptionGroup var common: CommonOptions
    func run() throws {
      try common.perform { session throws(JobError) in
        try session.databaseBackup(database: database, to: file)
      }
    }
  }
}

/// `nightclose init`
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write commented configuration for a company, migrate, and check everything.")

  @Option(help: "The company's code: letters, digits, - and _.") var company: String
  @Option(help: "The ERP: a folder of jobs/sources.") var erp: String
  @Option(help: "The name of the connection that reaches it.") var connection: String
  @Option(help: "Its URI, without password; a service of pg_service.conf if missing.")
  var uri: String?
  @Option(help: "The warehouse's URI, without password; the embedded server if missing.")
  var warehouse: String?
  @Option(help: "The legal name; the code if missing.") var name: String?
  @Option(help: "The base currency, e.g. EUR; what the source says if missing.")
  var baseCurrency: String?
  @Option(help: "The time zone, e.g. Europe/Vienna; what the source says if missing.")
  var timeZone: String?
  @Option(help: "The first day that is posted, e.g. 2026-01-01; the first run needs it.")
  var goLive: CivilDate?
  @Flag(help: "Write the files only; migrate and check later, maybe as another account.")
  var filesOnly = false
  @OptionGroup var common: CommonOptions

  func run() throws {
    let setUp = CompanySetUp(
      company: company, erp: erp, connection: connection, uri: uri, warehouse: warehouse,
      name: name, baseCurrency: baseCurrency, timeZone: timeZone, goLive: goLive,
      writesFilesOnly: filesOnly)
    try common.perform { session throws(JobError) in try session.initialise(setUp) }
  }
}

/// `nightclose migrate`
struct MigrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Bring the warehouse's schema up to this version.")
  @OptionGroup var common: CommonOptions

  func run() throws {
    try common.perform { session throws(JobError) in try session.migrate() }
  }
}

/// `nightclose roles`
struct RolesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roles", abstract: "Make the roles a warehouse's server needs; migrate does, too.")
  @OptionGroup var common: CommonOptions

  func run() throws {
    try common.perform { session throws(JobError) in try session.roles() }
  }
}

/// `nightclose doctor`
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check everything a nightly run needs, and say what to mend.")
  @OptionGroup var common: CommonOptions

  func run() throws {
    try common.perform { session throws(JobError) in try session.doctor() }
  }
}
