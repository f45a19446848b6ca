import Platform
import TestSupport

/// A machine with the sample group on it: a folder that holds everything, the program's own
/// PostgreSQL in it, and the surroundings that every command of the machine gets.
final class SampleMachine: Sendable {
  let directory: TemporaryDirectory
  /// Configuration, state and databases, as `nightclose demo` lays them out.
  let folder: String
  private let environment: [String: String]

  /// An empty machine; `path` leads from its folder to where the program lives.
  init(_ label: String, path: String, environment: [String: String]) throws {
    directory = try TemporaryDirectory(label)
    folder = directory.file(path)
    self.environment = ChildCommand.plainEnvironment.merging(environment) { $1 }
    try FileSystem.makeDirectories(folder)
  }

  /// A command that failed although the test cannot go on without it.
  struct Trouble: Error, CustomStringConvertible {
    let description: String
  }

  /// `nightclose demo`, for the first time or again.
  func demo() throws -> Program.Answer {
    try Program.run(
      ["demo", "--state", folder], environment: environment, directory: directory.path,
      timeout: 1800)
  }

  /// Runs a command on the machine; it must end well.
  @discardableResult
  func nightclose(_ words: String..., psql: [String] = []) throws -> String {
    let answer = try Program.run(
      words + ["--config-dir", folder, "--state", folder] + (psql.isEmpty ? [] : ["--"] + psql),
      environment: environment, directory: directory.path, timeout: 1800)
    guard answer.code == 0 else { throw Trouble(description: "\(words): \(answer.text)") }
    return answer.output
  }

  /// What a database of the machine answers, one line per row.
  func answer(_ sql: String, database: String = "nightclose") throws -> String {
    try nightclose(
      "db", "psql", "--database", database, psql: ["-XqAt", "-v", "ON_ERROR_STOP=1", "-c", sql])
  }

  /// SHA-256 of every published file of both companies by its path; the seals, which name run and
  /// time, only where asked for.
  func files(withSeals: Bool = false) throws -> [String: String] {
    var digests: [String: String] = [:]
    for company in ["alpin", "summit"] {
      for period in try FileSystem.list("\(folder)/output/\(company)") where period != "current" {
        for close in try FileSystem.list("\(folder)/output/\(company)/\(period)") {
          let published = "\(company)/\(period)/\(close)"
          for name in try FileSystem.list("\(folder)/output/\(published)")
          where withSeals || name != "seal.json" {
            digests["\(published)/\(name)"] =
              try SHA256.digest(ofFile: "\(folder)/output/\(published)/\(name)").hex
          }
        }
      }
    }
    return digests
  }

  // MARK: A second machine

  /// Brings the ERP of another machine and its configuration here, as somebody would who moves to
  /// new hardware: dump and restore, with every table's rows in another physical order. Nothing of
  /// the warehouse comes along.
  func receive(from other: SampleMachine) throws {
    for part in ["jobs", "reports"] { try Self.copy("\(other.folder)/\(part)", to: folder) }
    let dump = directory.file("sample.dump")
    try other.nightclose("db", "start")
    try other.nightclose("db", "backup", dump, "--database", "sample")
    try other.nightclose("db", "stop")
    let started = try nightclose("db", "start")
    guard let line = started.split(separator: "\n").first(where: { $0.hasPrefix("socket") }) else {
      throw Trouble(description: "db start names no socket: \(started)")
    }
    let socket = line.dropFirst("socket".count).drop { $0 == " " }
    _ = try answer("CREATE DATABASE sample", database: "postgres")
    let restored = try ChildProcess.run(
      ChildCommand(
        "/usr/bin/pg_restore",
        [
          "--exit-on-error", "--no-owner", "--dbname",
          "host=\(socket) user=postgres dbname=sample", dump,
        ]), timeout: 600)
    guard restored.isSuccess else { throw Trouble(description: restored.errorOutput) }
    _ = try answer(Self.shuffle, database: "sample")
    _ = try answer("ANALYZE", database: "sample")
  }

  private static func copy(_ source: String, to folder: String) throws {
    let copied = try ChildProcess.run(ChildCommand("/bin/cp", ["-R", source, folder]))
    guard copied.isSuccess else { throw Trouble(description: copied.errorOutput) }
  }

  /// Writes every table again, ordered by a digest of its rows.
  private static let shuffle = """
    SET session_replication_role = replica;
    DO $$
    DECLARE place regclass;
    BEGIN
      FOR place IN
        SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema)'
      LOOP
        EXECUTE format('CREATE TEMP TABLE shuffled AS SELECT * FROM %s', place);
        EXECUTE format('DELETE FROM %s', place);
        EXECUTE format('INSERT INTO %s OVERRIDING SYSTEM VALUE SELECT * FROM shuffled s
                          ORDER BY md5(s::text) COLLATE "C"', place);
        DROP TABLE shuffled;
      END LOOP;
    END $$;
    """

  /// How many rows of the largest table lie behind one with a greater key.
  func misplacedMovements() throws -> Int {
    let count = try answer(
      """
      SELECT count(*) FROM (
        SELECT stock_movement_id < lag(stock_movement_id) OVER (ORDER BY ctid) AS is_back
          FROM inventory.stock_movement) m WHERE is_back
      """, database: "sample")
    return Int(count.filter { $0.isNumber }) ?? 0
  }
}

/// The Turkish locale, where the capital of i is not I: made here, because few machines have it.
enum TurkishLocale {
  private static let made = Result<TemporaryDirectory, any Error> {
    let directory = try TemporaryDirectory("locale")
    let result = try ChildProcess.run(
      ChildCommand(
        "/usr/bin/localedef",
        ["-i", "tr_TR", "-f", "UTF-8", directory.file("tr_TR.UTF-8")]))
    guard result.isSuccess else { throw SampleMachine.Trouble(description: result.errorOutput) }
    return directory
  }

  static var canBeMade: Bool {
    FileSystem.exists("/usr/bin/localedef") && FileSystem.exists("/usr/share/i18n/locales/tr_TR")
  }

  /// The variables that select it.
  static func environment() throws -> [String: String] {
    ["LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LOCPATH": try made.get().path]
  }
}
