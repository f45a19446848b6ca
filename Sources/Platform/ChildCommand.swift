/// A program to run: what, with which words, in which surroundings, as whom.
///
/// The child gets nothing that is not said here: no open file of ours but the three standard ones,
/// default signal handling, and exactly the environment given.
public struct ChildCommand: Sendable {
  /// The path of the program.
  public var executable: String
  /// Its arguments, without its own name.
  public var arguments: [String]
  /// The whole environment.
  public var environment: [String: String]
  /// The working directory; `/` by default, which every account can enter.
  public var directory: String
  /// The account to run as; only root may name another than its own. It is done by `setpriv`
  /// (util-linux), which changes user, group and supplementary groups and then becomes the
  /// program: no shell, no PAM session, and the process number stays.
  public var account: Account?

  /// A command with the plain environment.
  public init(
    _ executable: String, _ arguments: [String] = [],
    environment: [String: String] = ChildCommand.plainEnvironment, directory: String = "/",
    account: Account? = nil
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
    self.account = account
  }

  /// A command as somebody configured it: the program and its arguments. A name without a slash is
  /// looked for in the environment's `PATH`.
  ///
  /// - Throws: `PlatformError` of kind `configuration` when there is no such program.
  public init(
    configured words: [String], environment: [String: String]
  ) throws(PlatformError) {
    let name = words.first ?? ""
    let found = name.contains("/") ? name : ProgramSearch.find(name, in: environment["PATH"])
    guard let found, !found.isEmpty else {
      throw PlatformError(
        .configuration, at: name.isEmpty ? "a command" : name,
        name.isEmpty ? "it names no program" : "there is no such program in PATH",
        remedy: "state its whole path")
    }
    self.init(found, Array(words.dropFirst()), environment: environment)
  }

  /// What a child gets unless told otherwise: a standard search path and the C locale in UTF-8, so
  /// that messages are in English and no `PG…` variable of the caller changes what it does.
  public static let plainEnvironment = [
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8",
  ]

  /// The words that are executed, the change of account included.
  func words() throws(PlatformError) -> [String] {
    guard let account, account.user != Account.current.user else {
      return [executable] + arguments
    }
    guard Account.current.user == 0 else {
      throw PlatformError(
        .permission, at: executable, "only root can run it as \(account.name)",
        remedy: "run this command as root or as \(account.name)")
    }
    guard let setpriv = ProgramSearch.find("setpriv", in: ChildCommand.plainEnvironment["PATH"])
    else {
      throw PlatformError(
        .unavailable, at: "setpriv", "it is needed to run \(executable) as \(account.name)",
        remedy: "install the package util-linux")
    }
    return [
      setpriv, "--reuid=\(account.user)", "--regid=\(account.group)", "--init-groups", "--",
      executable,
    ] + arguments
  }
}
