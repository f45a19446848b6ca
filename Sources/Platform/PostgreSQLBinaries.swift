internal import Glibc

/// An installed PostgreSQL: the directory of its programs and its major version.
struct PostgreSQLBinaries: Equatable {
  let directory: String
  let major: Int

  func path(_ program: String) -> String { "\(directory)/\(program)" }

  /// All that are installed, newest first: Debian's directories, then the one `PATH` leads to.
  static func installed(
    root: String = "/usr/lib/postgresql",
    searchPath: String? = getenv("PATH").map { String(cString: $0) }
  ) -> [PostgreSQLBinaries] {
    let names = (try? FileSystem.list(root)) ?? []
    var found = names.compactMap { name in
      Int(name).map { PostgreSQLBinaries(directory: "\(root)/\(name)/bin", major: $0) }
    }
    found.removeAll { !$0.isComplete }
    if let other = onSearchPath(searchPath), !found.contains(where: { $0.major == other.major }) {
      found.append(other)
    }
    return found.sorted { $0.major > $1.major }
  }

  private var isComplete: Bool {
    ["postgres", "initdb"].allSatisfy { ProgramSearch.isExecutable(path($0)) }
  }

  private static func onSearchPath(_ searchPath: String?) -> PostgreSQLBinaries? {
    guard let link = ProgramSearch.find("initdb", in: searchPath),
      let program = try? FileSystem.resolved(link),
      let directory = FileSystem.parent(of: program),
      let answer = try? ChildProcess.run(ChildCommand(program, ["--version"]), timeout: 10),
      // “initdb (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)”
      let words = Optional(answer.output.split(separator: " ")), words.count >= 3,
      let major = Int(words[2].prefix { $0.isNumber })
    else { return nil }
    let binaries = PostgreSQLBinaries(directory: directory, major: major)
    return binaries.isComplete ? binaries : nil
  }

  /// The newest installed one, for a cluster that does not exist yet.
  static func newest() throws(PlatformError) -> PostgreSQLBinaries {
    guard let newest = installed().first else {
      throw PlatformError(
        .unavailable, at: "PostgreSQL",
        "no server is installed: neither /usr/lib/postgresql/*/bin nor PATH has initdb",
        remedy:
          "install it (Debian: apt-get install postgresql), or name a server in nightclose.yaml")
    }
    return newest
  }

  /// The one that can read data of that major version.
  static func reading(data: String, major: Int) throws(PlatformError) -> PostgreSQLBinaries {
    let all = installed()
    if let same = all.first(where: { $0.major == major }) { return same }
    guard let newest = all.first else { return try Self.newest() }
    throw PlatformError(
      .configuration, at: data,
      "this data is of PostgreSQL \(major), and installed is only PostgreSQL \(newest.major)",
      remedy: "install postgresql-\(major); or restore a backup into an empty state directory")
  }
}
