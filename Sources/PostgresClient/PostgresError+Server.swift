internal import CPostgreSQL

/// Diagnostic field codes of libpq's `postgres_ext.h`, where they are character macros that Swift
/// does not import.
private enum Diagnostic {
  static let severity = code("V")
  static let sqlState = code("C")
  static let message = code("M")
  static let detail = code("D")
  static let hint = code("H")
  static let context = code("W")
  static let schema = code("s")
  static let table = code("t")
  static let column = code("c")
  static let constraint = code("n")
  static let position = code("P")

  private static func code(_ letter: Unicode.Scalar) -> Int32 { Int32(letter.value) }
}

extension PostgresError {
  /// The error a result reports, or the connection's own when the result has no SQLSTATE.
  static func reported(
    by result: OpaquePointer?, connection: OpaquePointer?, statement: String
  ) -> PostgresError {
    let lost = PQstatus(connection) == CONNECTION_BAD
    guard let result, let state = field(Diagnostic.sqlState, of: result) else {
      let message = trimmed(PQerrorMessage(connection))
      return PostgresError(
        lost ? .connectionLost : .unexpectedAnswer, severity: lost ? "FATAL" : "ERROR",
        message: message.isEmpty ? "the server gave no reason" : message, statement: statement)
    }
    let primary = field(Diagnostic.message, of: result) ?? "the server gave no message"
    var detailed = primary
    for (title, code) in [
      ("DETAIL", Diagnostic.detail), ("HINT", Diagnostic.hint), ("CONTEXT", Diagnostic.context),
    ] {
      if let text = field(code, of: result) { detailed += "\n\(title): \(text)" }
    }
    return PostgresError(
      lost ? .connectionLost : .server, sqlState: state,
      severity: field(Diagnostic.severity, of: result) ?? "ERROR",
      message: state.hasPrefix("22") ? withoutQuotedValues(primary) : primary,
      statement: statement, constraint: field(Diagnostic.constraint, of: result),
      schema: field(Diagnostic.schema, of: result), table: field(Diagnostic.table, of: result),
      column: field(Diagnostic.column, of: result),
      position: field(Diagnostic.position, of: result).flatMap { Int($0) }, detailed: detailed)
  }

  /// Why a connection was not made; `nil` if it is made now.
  ///
  /// libpq gives no SQLSTATE of a failed attempt, and the server's words are in the server's
  /// language. So where the server refused, it is asked once more with libpq told to write the
  /// SQLSTATE in place of the words: no role, no right and no database are different things to do.
  static func refusal(of connection: OpaquePointer) -> PostgresError? {
    let message = trimmed(PQerrorMessage(connection))
    var state = ""
    if PQconnectionNeedsPassword(connection) != 0 {
      state = "28P01"
    } else if answers(in: message).last != nil {
      let usual = PQsetErrorVerbosity(connection, PQERRORS_SQLSTATE)
      PQreset(connection)
      PQsetErrorVerbosity(connection, usual)
      if PQstatus(connection) == CONNECTION_OK { return nil }
      state = answers(in: trimmed(PQerrorMessage(connection))).last ?? ""
      if state.utf8.count != 5 { state = "" }
    }
    return PostgresError(
      .connection, sqlState: state, severity: "FATAL",
      message: message.isEmpty ? "the server gave no reason" : message)
  }

  /// What servers said, one per host that answered: what stands behind the severity and its colon
  /// with two spaces, which libpq writes of nothing else.
  private static func answers(in message: String) -> [String] {
    message.split(separator: "\n").compactMap { line in
      line.ranges(of: ":  ").last.map { String(line[$0.upperBound...]) }
    }
  }

  /// Data exceptions quote the offending value: `invalid input syntax for type date: "13/13"`.
  static func withoutQuotedValues(_ message: String) -> String {
    var kept = ""
    var inside = false
    for character in message {
      if character == "\"" {
        if !inside { kept += "\"…\"" }
        inside.toggle()
      } else if !inside {
        kept.append(character)
      }
    }
    return kept
  }

  static func trimmed(_ text: UnsafePointer<CChar>?) -> String {
    guard let text else { return "" }
    var message = String(cString: text)
    while let last = message.last, last.isWhitespace { message.removeLast() }
    return message
  }

  private static func field(_ code: Int32, of result: OpaquePointer) -> String? {
    PQresultErrorField(result, code).map { String(cString: $0) }
  }
}
