import Platform
import PostgresClient
import TestSupport

/// One database for these suites on the scratch server, and connections to it.
struct ScratchDatabase: Sendable {
  let options: ConnectionOptions

  private static let made = Result<ScratchDatabase, any Error> {
    let place = try ScratchCluster.shared().database("client")
    return ScratchDatabase(
      options: ConnectionOptions(
        socketDirectory: place.host, port: place.port, database: place.database, user: place.user))
  }

  static func shared() throws -> ScratchDatabase { try made.get() }

  func connect() throws(PostgresError) -> Connection { try Connection(options) }
}
