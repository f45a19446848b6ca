/// What a client needs to connect to an embedded cluster.
public struct ConnectionParameters: Sendable, Hashable {
  /// The directory of the socket.
  public let host: String
  /// The port, which here is only a part of the socket's name.
  public let port: Int
  /// The role.
  public let user: String
  /// The database.
  public let database: String

  /// Parameters for a socket directory.
  public init(host: String, port: Int = 5432, user: String = "postgres", database: String) {
    self.host = host
    self.port = port
    self.user = user
    self.database = database
  }

  /// In libpq's `keyword='value'` form.
  public var conninfo: String {
    [("host", host), ("port", "\(port)"), ("user", user), ("dbname", database)]
      .map { "\($0)='\(Self.escaped($1))'" }.joined(separator: " ")
  }

  /// As libpq's environment, for programs like psql.
  public var environment: [String: String] {
    ["PGHOST": host, "PGPORT": "\(port)", "PGUSER": user, "PGDATABASE": database]
  }

  private static func escaped(_ value: String) -> String {
    value.reduce(into: "") { text, character in
      if character == "'" || character == "\\" { text.append("\\") }
      text.append(character)
    }
  }
}
