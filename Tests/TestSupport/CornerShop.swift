internal import Glibc
public import Platform

/// A shop whose books can be closed in a second: a small ERP of its own, mapped by a folder of SQL,
/// a warehouse on the scratch server, and the binary. What a whole run needs, and no more.
///
/// Each value is an installation of its own: configuration, state, published files, warehouse.
public final class CornerShop: Sendable {
  /// The company's code.
  public static let company = "corner"
  /// The last day of its data, which its configuration pins as as-of.
  public static let asOf = "2026-02-28"

  /// Holds configuration, state and published files as long as the value lives.
  public let directory: TemporaryDirectory
  /// The database of its ERP.
  public let source: ConnectionParameters
  /// The database of its warehouse, migrated.
  public let warehouse: ConnectionParameters

  private init(source: ConnectionParameters, warehouse: ConnectionParameters) throws {
    directory = try TemporaryDirectory("shop")
    self.source = source
    self.warehouse = warehouse
    try FileSystem.makeDirectories(directory.file("reports"))
    try writeInstallation()
    try write("jobs/companies/\(Self.company).yaml", Self.companyFile())
    try write("jobs/sources/shop/source.yaml", Self.source)
    for (stream, sql) in Self.adapters { try write("jobs/sources/shop/\(stream).sql", sql + "\n") }
  }

  /// A shop that was never closed, with an ERP of its own that a test may change.
  public static func opened() throws -> CornerShop { try opened(source: sale()) }

  /// The same over an ERP that others look at too.
  public static func opened(source: ConnectionParameters) throws -> CornerShop {
    try CornerShop(source: source, warehouse: emptyBooks())
  }

  /// A shop whose books were closed once as of its last day. Its ERP is its own.
  public static func closedOnce() throws -> CornerShop {
    try closedOnce(source: sale())
  }

  /// The same over an ERP that others look at too.
  public static func closedOnce(source: ConnectionParameters) throws -> CornerShop {
    let first = try first.get()
    let warehouse = try ScratchCluster.shared().database(
      "books", template: first.warehouse.database)
    let shop = try CornerShop(source: source, warehouse: warehouse)
    try FileSystem.makeDirectories(shop.directory.file("output"))
    let copied = try ChildProcess.run(
      ChildCommand("/bin/cp", ["-a", "\(first.output)/.", shop.output]))
    guard copied.isSuccess else { throw Trouble("cp: \(copied.errorOutput)") }
    return shop
  }

  /// An ERP of the shop.
  public static func sale() throws -> ConnectionParameters {
    let cluster = try ScratchCluster.shared()
    return try cluster.database("cornershop") { place in try cluster.run(schema, on: place) }
  }

  private static func emptyBooks() throws -> ConnectionParameters {
    let cluster = try ScratchCluster.shared()
    return try cluster.database("cornerbooks") { place in
      let shop = try CornerShop(source: place, warehouse: place)
      let answer = try shop.run("migrate")
      guard answer.code == 0 else { throw Trouble("migrate: \(answer.text)") }
    }
  }

  private static let first = Result<CornerShop, any Error> {
    let shop = try opened()
    let answer = try shop.run("run", "nightly")
    guard answer.code == 0, answer.output + answer.errors == "" else {
      throw Trouble("the first close of the shop: \(answer.text)")
    }
    return shop
  }

  /// Why a shop could not be set up.
  public struct Trouble: Error, CustomStringConvertible {
    /// What happened.
    public let description: String
    /// A trouble.
    public init(_ description: String) { self.description = description }
  }
}

// MARK: - Configuration

extension CornerShop {
  /// The folder of published files.
  public var output: String { directory.file("output") }

  /// Writes a file of the configuration.
  public func write(_ path: String, _ text: String) throws {
    let file = directory.file(path)
    try FileSystem.makeDirectories(FileSystem.parent(of: file) ?? "/")
    try FileSystem.writeAtomically(text, to: file)
  }

  /// Writes `jobs/nightclose.yaml`, with other servers or folders than its own where given.
  public func writeInstallation(
    warehouse: String? = nil, shop: String? = nil, others: [String: ConnectionParameters] = [:],
    output: String? = nil, more: String = ""
  ) throws {
    let servers =
      ["shop: {\(shop ?? Self.server(source, session: sessionName))}"]
      + others.sorted { $0.key < $1.key }.map { "\($0.key): {\(Self.server($0.value))}" }
    try write(
      "jobs/nightclose.yaml",
      """
      version: 1
      warehouse: {\(warehouse ?? Self.server(self.warehouse))}
      connections:
        \(servers.joined(separator: "\n  "))
      output: \(output ?? self.output)
      state: \(directory.file("state"))
      \(more)
      """)
  }

  /// The company's file.
  public static func companyFile(connection: String = "shop", more: String = "") -> String {
    """
    name: Corner Shop
    sources: [{erp: shop, connection: \(connection)}]
    base_currency: EUR
    time_zone: Europe/Vienna
    go_live: 2026-01-01
    as_of: \(asOf)
    \(more)

    """
  }

  /// What the sessions of this shop's programs are called in an ERP that others look at too.
  private var sessionName: String { "nightclose_\(warehouse.database)" }

  /// A server as `nightclose.yaml` names it, with another role or name of sessions where given.
  public static func server(
    _ place: ConnectionParameters, user: String? = nil, session: String? = nil
  ) -> String {
    let query = session.map { "?application_name=\($0)" } ?? ""
    let host = place.host.split(separator: "/", omittingEmptySubsequences: false)
      .joined(separator: "%2F")
    return "uri: \"postgresql://\(user ?? place.user)@\(host):\(place.port)/\(place.database)"
      + "\(query)\""
  }
}

// MARK: - Use

extension CornerShop {
  /// The words that lead the binary to this installation.
  public var words: [String] { ["--config-dir", directory.path] }

  /// Runs the binary on this installation.
  @discardableResult
  public func run(_ arguments: String...) throws -> Program.Answer {
    try Program.run(arguments + words)
  }

  /// What the warehouse answers, one line per row.
  public func published(_ sql: String) throws -> String {
    try ScratchCluster.shared().answer(sql, on: warehouse)
  }

  /// Somebody changes the ERP.
  public func change(_ sql: String) throws { try ScratchCluster.shared().run(sql, on: source) }

  /// What people see of the figures, whatever the numbers of their run and masters, in one digest.
  public static let figures: String = {
    let views = [
      "trial_balance", "journal_entry", "journal_line", "stock_ledger", "cost_layer",
      "consumption", "open_item", "application", "ageing", "ageing_bucket",
      "supplier_receipt", "group_stock", "production_variance", "production_variance_line",
      "reorder_suggestion", "tie_out", "finding",
    ]
    let rows = views.map {
      "SELECT (to_jsonb(v) - '{run_id,leaf,company_id,account_id}'::text[])::text AS row"
        + " FROM analytics.\($0) v"
    }
    return "SELECT md5(string_agg(row, E'\\n' ORDER BY row)) FROM (\n"
      + rows.joined(separator: "\nUNION ALL ") + ") all_rows"
  }()

  /// Ends every session that a program of this shop has in its databases, as a server does with
  /// those of a machine it does not hear of any more.
  public func endSessions() throws {
    _ = try published(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE \(programSessions)")
    try waitForSessionsToEnd()
  }

  private var programSessions: String {
    "(datname = '\(warehouse.database)' AND application_name LIKE 'nightclose%'"
      + " OR application_name = '\(sessionName)')"
  }

  /// Waits until no session of a program is left in a database of this shop: the server notices
  /// the end of a killed client only when it next reads from it.
  public func waitForSessionsToEnd() throws {
    let left = "SELECT count(*) FROM pg_stat_activity WHERE \(programSessions)"
    for _ in 0..<3000 {
      if try ScratchCluster.shared().answer(left, on: warehouse) == "0" { return }
      usleep(20_000)
    }
    throw Trouble("sessions of a dead program are still there after a minute")
  }
}
