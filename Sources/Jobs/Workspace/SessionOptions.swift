/// Where and how a command was started.
public struct SessionOptions: Sendable {
  /// `--config-dir`.
  public var configDirectory: String?
  /// `--state`.
  public var stateDirectory: String?
  /// The process's environment.
  public var environment: [String: String]
  /// The working directory.
  public var workingDirectory: String
  /// Whether a person watches the terminal.
  public var isInteractive: Bool
  /// The clock, read once.
  public var clock: BusinessClock

  /// Options from their parts; the clock is read here unless given.
  public init(
    configDirectory: String?, stateDirectory: String?, environment: [String: String],
    workingDirectory: String, isInteractive: Bool, clock: BusinessClock = .now()
  ) {
    self.configDirectory = configDirectory
    self.stateDirectory = stateDirectory
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.isInteractive = isInteractive
    self.clock = clock
  }

  /// A path somebody typed on the command line or in the environment: against the working directory,
  /// as in every program. Paths in files are against the configuration's folder.
  func typed(_ path: String) -> String { Self.path(path, against: workingDirectory) }

  /// A path, made absolute.
  static func path(_ path: String, against folder: String) -> String {
    if path.hasPrefix("/") { return path }
    return path == "." ? folder : folder + "/" + path
  }
}
