internal import CPostgreSQL

extension Connection {
  /// Streams a query through binary COPY, in bounded memory and in the order asked for: the fast
  /// way for many rows.
  ///
  /// COPY cannot bind parameters. Here, and only here, values are written into a text: as escaped
  /// literals, cast to the type the server described for the parameter, at places the caller
  /// located in the very text that was prepared before.
  ///
  /// - Parameters:
  ///   - name: what the statement is called in errors.
  ///   - query: one SELECT without a final semicolon.
  ///   - parameters: its parameters, in the order of their numbers.
  ///   - order: the terms of ORDER BY; none reads in the order the server likes.
  /// - Returns: the rows; they occupy the connection until their end.
  /// - Throws: `PostgresError`, also for a term of `order` that names no column.
  public func copyOut(
    _ name: String, _ query: QueryText, _ parameters: [Parameter] = [],
    orderBy order: [OrderTerm] = []
  ) throws(PostgresError) -> RowStream {
    let statement = try prepare(name, query.preparedText)
    guard parameters.count == statement.parameterTypes.count else {
      throw PostgresError(
        .parameter,
        message: "\(statement.parameterTypes.count) parameters are declared and "
          + "\(parameters.count) given",
        statement: name)
    }
    var literals: [String] = []
    for (index, parameter) in parameters.enumerated() {
      literals.append(try literal(parameter, as: statement.parameterTypes[index], of: name))
    }
    let text = query.filled { literals[$0 - 1] }
    let terms = try order.map { term throws(PostgresError) in try sql(of: term, in: statement) }
    let ordering = terms.isEmpty ? "" : " ORDER BY " + terms.joined(separator: ", ")
    // The line break ends a comment on the query's last line.
    return try startCopy(
      name, "COPY (SELECT s.* FROM (\n\(text)\n) s\(ordering)) TO STDOUT (FORMAT binary)",
      columns: statement.columns)
  }

  private func startCopy(
    _ name: String, _ sql: String, columns: [PostgresColumn]
  ) throws(PostgresError) -> RowStream {
    requireFree(for: name)
    // The extended protocol takes exactly one statement.
    let result = withExtendedLifetime(self) { PQexecParams(handle, sql, 0, nil, nil, nil, nil, 1) }
    defer { PQclear(result) }
    try check(result, name)
    guard PQresultStatus(result) == PGRES_COPY_OUT else {
      throw PostgresError(
        .unexpectedAnswer, message: "COPY TO did not start", statement: name)
    }
    let stream = RowStream(name: name, columns: columns, source: .copy, connection: self)
    occupy(with: stream)
    return stream
  }

  private func sql(
    of term: OrderTerm, in statement: PreparedStatement
  ) throws(PostgresError) -> String {
    switch term {
    case .expression(let text): return text
    case .column(let name):
      guard let column = statement.columns.first(where: { $0.name == name }) else {
        throw PostgresError(
          .unexpectedAnswer, message: "there is no column “\(name)” to order by",
          statement: statement.name)
      }
      let collation = column.type.isText ? " COLLATE \"C\"" : ""
      return "s.\(quotedIdentifier(name))\(collation)"
    }
  }

  private func literal(
    _ parameter: Parameter, as type: PostgresType, of name: String
  ) throws(PostgresError) -> String {
    guard let text = try parameter.literalText(of: name) else {
      return "NULL::\(type.name)"
    }
    // A space keeps the literal apart from whatever stands before it (E'…', an operator).
    return " \(quotedLiteral(text))::\(type.name)"
  }
}

extension Parameter {
  /// The value in the server's text form; `nil` for NULL.
  func literalText(of name: String) throws(PostgresError) -> String? {
    switch self {
    case .null: return nil
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return String(value)
    case .numeric(let significand, let scale):
      return PostgresNumeric.finite(significand: significand, scale: scale).description
    case .text(let text):
      guard !text.utf8.contains(0) else {
        throw PostgresError(.parameter, message: "a text contains a zero byte", statement: name)
      }
      return text
    case .date(let days):
      // Julian day numbers are read as dates by the server, for any year.
      return "J\(Int64(days) + 2_440_588)"
    case .timestamp(let moment):
      return Self.momentText(moment)
    case .integerArray(let values):
      return "{" + values.map(String.init).joined(separator: ",") + "}"
    case .textArray(let values): return EncodedParameters.arrayText(values)
    case .bytes(let value):
      let digits = Array("0123456789abcdef")
      var text = "\\x"
      for byte in value {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
      }
      return text
    }
  }

  /// A Julian day with a time of day, in UTC as the session is.
  private static func momentText(_ microseconds: Int64) -> String {
    let day: Int64 = 86_400_000_000
    let rest = (microseconds % day + day) % day
    let days = (microseconds - rest) / day + 2_440_588
    func padded(_ value: Int64, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let seconds = rest / 1_000_000
    let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
    return "J\(days) \(time.joined(separator: ":")).\(padded(rest % 1_000_000, 6))"
  }
}
