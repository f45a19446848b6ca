import AccountingValues
import Definitions
import Extraction
import Foundation
import Logging
import Platform
import PostgresClient

/// One invocation of the program: its configuration, its folders, its servers. Every command is a
/// method of it; a command that works with an embedded server holds it until the session ends.
public final class Session {
  let options: SessionOptions
  let tree: ConfigurationTree
  /// What the configuration says, read on first use, so that `config check` can say what is wrong.
  private var loaded: Configuration?
  /// The claim on the embedded server, while this session uses it.
  private var embedded: EmbeddedUse?
  private var logging: RunProgress?

  /// Reads the layers of the configuration; decodes nothing yet.
  ///
  /// - Throws: `JobError` with exit code 78 when the configuration folder cannot be read.
  public init(_ options: SessionOptions) throws(JobError) {
    self.options = options
    let directory = ConfigurationTree.directory(
      given: options.configDirectory.map(options.typed), workingDirectory: options.workingDirectory)
    do { tree = try ConfigurationTree.load(directory: directory) } catch {
      throw JobError(
        .configuration, "the configuration cannot be read: \(error)",
        action: "check --config-dir and the files' permissions")
    }
  }

  /// The decoded configuration.
  func configuration() throws(JobError) -> Configuration {
    if let loaded { return loaded }
    let configuration = try translating {
      try Configuration.load(tree, streams: Set(StreamCatalogue.all.map(\.name)))
    }
    loaded = configuration
    return configuration
  }

  /// The folder of everything a run remembers outside the databases.
  func stateDirectory() throws(JobError) -> String {
    if let given = options.stateDirectory ?? options.environment["NIGHTCLOSE_STATE"] {
      return options.typed(given)
    }
    let installation = try translating {
      try loaded?.installation ?? Configuration.installation(tree)
    }
    if let configured = installation.state { return absolute(configured) }
    if tree.directory == nil || tree.directory == "/etc/nightclose" { return "/var/lib/nightclose" }
    return (tree.directory ?? options.workingDirectory) + "/.nightclose"
  }

  /// The folder of published files.
  func outputDirectory() throws(JobError) -> String {
    if let output = try configuration().installation.output { return absolute(output.value) }
    return try stateDirectory() + "/output"
  }

  /// A path that stands in a file: against the configuration's folder, else the working directory.
  func absolute(_ path: String) -> String {
    SessionOptions.path(path, against: tree.directory ?? options.workingDirectory)
  }

  /// Progress and log of this session.
  func progress() throws(JobError) -> RunProgress {
    if let logging { return logging }
    let folder = try stateDirectory() + "/log"
    try translating { try FileSystem.makeDirectories(folder) }
    try translating { try LogFolder(folder).rotate(today: options.clock.today) }
    let handler = try StructuredLog(path: LogFolder(folder).current)
    // What root logs must not keep the account from logging on.
    try translating { try FileSystem.giveToOwner(of: folder) }
    let progress = RunProgress(
      isInteractive: options.isInteractive,
      logger: Logger(label: "nightclose") { _ in handler })
    logging = progress
    return progress
  }
}

// MARK: - Servers

/// A claim on the embedded server that a class can hold.
final class EmbeddedUse {
  let server: EmbeddedPostgreSQL.Server
  private var use: EmbeddedPostgreSQL.Use?

  init(_ use: consuming EmbeddedPostgreSQL.Use) {
    server = use.server
    self.use = consume use
  }

  /// Leaves the claim to the program that this process becomes.
  func passOn() throws(PlatformError) { try use?.passOn() }

  /// Gives the claim up; the server stops when nobody else needs it.
  func end() throws(PlatformError) {
    if let use = use.take() { try use.end() }
  }
}

extension Session {
  /// The database of the warehouse on the embedded server.
  static var embeddedDatabase: String { "nightclose" }

  /// How to reach the warehouse.
  func warehouseOptions() throws(JobError) -> ConnectionOptions {
    let configuration = try configuration()
    let reference = try translating { try configuration.installation.requiredWarehouse() }
    return try connectionOptions(reference.value, database: Self.embeddedDatabase)
  }

  /// How to reach a source by its connection's name. On the embedded server a connection is the
  /// database of that name.
  func sourceOptions(_ name: String) throws(JobError) -> ConnectionOptions {
    guard let reference = try configuration().installation.connections[name] else {
      throw JobError(
        .configuration, "there is no connection \(name) in jobs/nightclose.yaml",
        action: "add it under `connections`, or name another in the company's file")
    }
    return try connectionOptions(reference.value, database: name)
  }

  private func connectionOptions(
    _ reference: ServerReference, database: String
  ) throws(JobError) -> ConnectionOptions {
    var options: ConnectionOptions
    switch reference.target {
    case .uri(let uri): options = ConnectionOptions(uri: uri)
    case .service(let service):
      options = ConnectionOptions()
      options.service = service
    case .embedded:
      let parameters = try embeddedServer().connection(database: database)
      options = ConnectionOptions(
        socketDirectory: parameters.host, port: parameters.port, database: database,
        user: parameters.user)
    }
    options.transportSecurity = reference.sslMode.flatMap {
      ConnectionOptions.TransportSecurity(rawValue: $0.rawValue)
    }
    options.session.rowSecurity = reference.rowSecurity
    if let command = reference.passwordCommand {
      let program = PasswordCommand(command, environment: self.options.environment)
      options.password = { () throws(PasswordFailure) in try program.password() }
    }
    return options
  }

  /// The embedded server, started or adopted, held until the session ends.
  func embeddedServer() throws(JobError) -> EmbeddedPostgreSQL.Server {
    if let embedded { return embedded.server }
    let cluster = try embeddedCluster()
    let use = try translating { EmbeddedUse(try cluster.use()) }
    embedded = use
    return use.server
  }

  /// Leaves the embedded server to the program that this process becomes.
  func passOnEmbeddedServer() throws(JobError) {
    guard let embedded else { return }
    try translating { try embedded.passOn() }
  }

  /// The embedded cluster of this session's state.
  func embeddedCluster() throws(JobError) -> EmbeddedPostgreSQL {
    try translating { try EmbeddedPostgreSQL(stateDirectory: try stateDirectory()) }
  }

  /// Ends what the session holds. Called once, after the command's work.
  public func end() throws(JobError) {
    guard let use = embedded else { return }
    embedded = nil
    try translating { try use.end() }
  }
}
