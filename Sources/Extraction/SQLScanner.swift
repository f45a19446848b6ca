/// Reads PostgreSQL's SQL just deeply enough to find parameters, statement ends and a top-level
/// ORDER BY: strings, dollar quotes, comments, quoted names, casts and array slices are told apart
/// as in PostgreSQL's own `scan.l` (standard_conforming_strings is on).
struct SQLScanner {
  /// The source as Unicode scalars: positions are characters, as the server counts them.
  private let scalars: [Unicode.Scalar]
  private let file: String
  private var index = 0

  /// The transformed text.
  private(set) var output = ""
  /// The transformed text between the `$n`: one piece more than there are places.
  private(set) var pieces = [""]
  /// The number of the parameter at each place.
  private(set) var numbers: [Int] = []
  private var outputCount = 0
  private(set) var parameters: [AdapterParameter] = []
  private(set) var replacements: [SQLReplacement] = []

  /// Open parentheses and brackets.
  private var open: [Bracket] = []
  /// The token before the current one, comments and blanks aside.
  private var previous = Token.start
  /// Whether a statement end was seen: nothing but blanks, comments and semicolons may follow.
  private var ended = false

  private struct Bracket {
    let kind: Unicode.Scalar
    let start: Int
    /// A subscript's own colons separate the bounds of a slice.
    let isSubscript: Bool
  }

  private enum Token: Equatable {
    case start
    /// A keyword or unquoted name, in lower case, with where it starts.
    case word(String, at: Int)
    case quotedName
    case value
    case symbol(Unicode.Scalar)
  }

  init(_ source: String, file: String) {
    scalars = Array(source.unicodeScalars)
    self.file = file
  }

  mutating func scan() throws(AdapterSQLError) {
    while let scalar = peek() {
      if Self.isBlank(scalar) {
        emit(1)
      } else if scalar == "-", peek(1) == "-" {
        emit(lineCommentCount())
      } else if scalar == "/", peek(1) == "*" {
        emit(try blockCommentCount())
      } else if scalar == ";" {
        try endStatement()
      } else {
        try requireOneStatement()
        try scanToken(scalar)
      }
    }
    if let bracket = open.last {
      throw error("'\(bracket.kind)' is never closed", at: bracket.start)
    }
    if previous == .start { throw error("the file holds no statement; write one SELECT", at: 0) }
  }

  private mutating func scanToken(_ scalar: Unicode.Scalar) throws(AdapterSQLError) {
    switch scalar {
    case "'": try scanString(prefix: 0, escapes: false)
    case "\"": try scanQuotedName(prefix: 0)
    case "$": try scanDollar()
    case ":": try scanColon()
    case "(", "[": scanOpening(scalar)
    case ")", "]": try scanClosing(scalar)
    case "0"..."9": scanNumber()
    case "\0": throw error("the character NUL cannot stand in SQL", at: index)
    case _ where Self.isNameStart(scalar): try scanWord()
    default:
      try requireSelect(isSelect: false)
      previous = .symbol(scalar)
      emit(1)
    }
  }

  // MARK: Words

  private mutating func scanWord() throws(AdapterSQLError) {
    if try scanPrefixedString() { return }
    var count = 1
    while let scalar = peek(count), Self.isNamePart(scalar) { count += 1 }
    var word = ""
    word.unicodeScalars.append(contentsOf: scalars[index..<(index + count)])
    word = word.lowercased()
    try requireSelect(isSelect: ["select", "with", "values", "table"].contains(word))
    try refuseOrdering(word)
    previous = .word(word, at: index)
    emit(count)
  }

  /// `E'…'`, `U&'…'`, `U&"…"`, `B'…'`, `X'…'` and `N'…'` are one token.
  private mutating func scanPrefixedString() throws(AdapterSQLError) -> Bool {
    switch (peek(), peek(1), peek(2)) {
    case ("e", "'", _), ("E", "'", _): try scanString(prefix: 1, escapes: true)
    case ("b", "'", _), ("B", "'", _), ("x", "'", _), ("X", "'", _), ("n", "'", _), ("N", "'", _):
      try scanString(prefix: 1, escapes: false)
    case ("u", "&", "'"), ("U", "&", "'"): try scanString(prefix: 2, escapes: false)
    case ("u", "&", "\""), ("U", "&", "\""): try scanQuotedName(prefix: 2)
    default: return false
    }
    return true
  }

  /// The rows' order is the engine's, and which rows a limit keeps would depend on it.
  private func refuseOrdering(_ word: String) throws(AdapterSQLError) {
    guard open.isEmpty, previous != .symbol("."), !isAfterWord("as") else { return }
    if word == "by", case .word("order", let start) = previous {
      throw error(
        "the statement has an ORDER BY of its own; remove it, rows are put in event order by the "
          + "engine", at: start)
    }
    if ["limit", "offset", "fetch"].contains(word) {
      throw error(
        "\(word.uppercased()) would keep other rows on another day; choose rows by a condition",
        at: index)
    }
  }

  private func isAfterWord(_ word: String) -> Bool {
    if case .word(word, _) = previous { true } else { false }
  }

  private func requireSelect(isSelect: Bool) throws(AdapterSQLError) {
    let isFirst = previous == .start || (previous == .symbol("(") && startsWithOnlyParentheses)
    if isFirst && !isSelect {
      throw error("an adapter is one SELECT (or WITH … SELECT, VALUES, TABLE)", at: index)
    }
  }

  /// Whether nothing but opening parentheses has been seen.
  private var startsWithOnlyParentheses: Bool = true

  // MARK: Strings and names

  private mutating func scanString(prefix: Int, escapes: Bool) throws(AdapterSQLError) {
    try requireSelect(isSelect: false)
    let start = index
    emit(prefix + 1)
    while true {
      guard let scalar = peek() else { throw error("the string is never closed", at: start) }
      if escapes, scalar == "\\" {
        emit(min(2, scalars.count - index))
      } else if scalar != "'" {
        emit(1)
      } else if peek(1) == "'" {
        emit(2)
      } else {
        emit(1)
        // 'a' and 'b' on the next line are one string, read like its first part.
        guard let gap = continuationGap() else { break }
        emit(gap + 1)
      }
    }
    previous = .value
  }

  /// The count of blanks and line comments up to a string that continues this one; `nil` when none
  /// does. At least one line break must lie between.
  private func continuationGap() -> Int? {
    var count = 0
    var sawBreak = false
    while let scalar = peek(count) {
      if scalar == "'" { return sawBreak ? count : nil }
      if sawBreak, scalar == "-", peek(count + 1) == "-" {
        while let inner = peek(count), !Self.isLineBreak(inner) { count += 1 }
      } else if Self.isBlank(scalar) {
        sawBreak = sawBreak || Self.isLineBreak(scalar)
        count += 1
      } else {
        return nil
      }
    }
    return nil
  }

  private mutating func scanQuotedName(prefix: Int) throws(AdapterSQLError) {
    try requireSelect(isSelect: false)
    let start = index
    emit(prefix + 1)
    while true {
      guard let scalar = peek() else { throw error("the quoted name is never closed", at: start) }
      if scalar != "\"" {
        emit(1)
      } else if peek(1) == "\"" {
        emit(2)
      } else {
        emit(1)
        break
      }
    }
    previous = .quotedName
  }

  private mutating func scanDollar() throws(AdapterSQLError) {
    try requireSelect(isSelect: false)
    if let digit = peek(1), ("0"..."9").contains(digit) {
      throw error(
        "$1, $2 … are numbered by the engine; write :company, :from, :to or :known_at", at: index)
    }
    guard let tag = dollarTag() else {
      previous = .symbol("$")
      return emit(1)
    }
    let start = index
    emit(tag.count)
    while index < scalars.count {
      if peek() == "$", scalars[index...].starts(with: tag) {
        emit(tag.count)
        previous = .value
        return
      }
      emit(1)
    }
    throw error("the dollar-quoted string is never closed", at: start)
  }

  /// `$$` or `$tag$` at the current position.
  private func dollarTag() -> [Unicode.Scalar]? {
    var count = 1
    while let scalar = peek(count), scalar != "$" {
      guard count == 1 ? Self.isNameStart(scalar) : Self.isTagPart(scalar) else { return nil }
      count += 1
    }
    return peek(count) == "$" ? Array(scalars[index...(index + count)]) : nil
  }

  private mutating func scanNumber() {
    var count = 1
    while let scalar = peek(count), Self.isNamePart(scalar) || scalar == "." {
      // `1..2` and `[1:2]` end the number.
      if scalar == ".", peek(count + 1) == "." { break }
      count += 1
    }
    previous = .value
    emit(count)
  }

  // MARK: Parameters

  private mutating func scanColon() throws(AdapterSQLError) {
    try requireSelect(isSelect: false)
    let start = index
    if peek(1) == ":" || peek(1) == "=" {
      previous = .symbol(":")
      return emit(2)
    }
    if open.last?.isSubscript == true {
      previous = .symbol(":")
      return emit(1)
    }
    if peek(1) == "'" || peek(1) == "\"" {
      throw error(
        "psql's quoted variables are not known here; write :company, :from, :to or :known_at",
        at: start)
    }
    var count = 1
    while let scalar = peek(count), Self.isTagPart(scalar) { count += 1 }
    var name = ""
    name.unicodeScalars.append(contentsOf: scalars[(index + 1)..<(index + count)])
    if let first = peek(1), Self.isNameStart(first) {
      guard let parameter = AdapterParameter(rawValue: name) else {
        throw error(
          "unknown parameter :\(name); an adapter has :company, :from, :to and :known_at",
          at: start)
      }
      replace(count, with: parameter)
    } else {
      emit(1)
    }
    previous = .value
  }

  private mutating func replace(_ count: Int, with parameter: AdapterParameter) {
    let number: Int
    if let known = parameters.firstIndex(of: parameter) {
      number = known + 1
    } else {
      parameters.append(parameter)
      number = parameters.count
    }
    // `a$1` would be one name.
    let glued = index > 0 && Self.isNamePart(scalars[index - 1])
    let text = (glued ? " " : "") + "$\(number)" + parameter.cast
    replacements.append(
      SQLReplacement(
        sourceStart: index, sourceCount: count, outputStart: outputCount,
        outputCount: text.unicodeScalars.count))
    output += text
    pieces[pieces.count - 1] += glued ? " " : ""
    pieces.append(parameter.cast)
    numbers.append(number)
    outputCount += text.unicodeScalars.count
    index += count
  }

  // MARK: Brackets and statement ends

  private mutating func scanOpening(_ scalar: Unicode.Scalar) {
    let isSubscript: Bool =
      switch previous {
      case .word(let word, _): scalar == "[" && word != "array"
      case .quotedName, .value, .symbol(")"), .symbol("]"): scalar == "["
      default: false
      }
    open.append(Bracket(kind: scalar, start: index, isSubscript: isSubscript))
    previous = .symbol(scalar)
    emit(1)
  }

  private mutating func scanClosing(_ scalar: Unicode.Scalar) throws(AdapterSQLError) {
    guard open.last?.kind == (scalar == ")" ? "(" : "[") else {
      throw error("'\(scalar)' closes nothing", at: index)
    }
    open.removeLast()
    previous = .symbol(scalar)
    emit(1)
  }

  private mutating func endStatement() throws(AdapterSQLError) {
    if let bracket = open.last {
      throw error("'\(bracket.kind)' is never closed", at: bracket.start)
    }
    ended = true
    // A blank keeps positions equal.
    append([" "])
    outputCount += 1
    index += 1
  }

  private func requireOneStatement() throws(AdapterSQLError) {
    if ended { throw error("a second statement begins here; an adapter is one SELECT", at: index) }
  }

  // MARK: Comments

  private func lineCommentCount() -> Int {
    var count = 2
    while let scalar = peek(count), !Self.isLineBreak(scalar) { count += 1 }
    return count
  }

  /// Block comments nest.
  private func blockCommentCount() throws(AdapterSQLError) -> Int {
    var count = 2
    var depth = 1
    while depth > 0 {
      switch (peek(count), peek(count + 1)) {
      case ("/", "*"):
        depth += 1
        count += 2
      case ("*", "/"):
        depth -= 1
        count += 2
      case (nil, _): throw error("the comment is never closed", at: index)
      default: count += 1
      }
    }
    return count
  }

  // MARK: Characters

  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    index + distance < scalars.count ? scalars[index + distance] : nil
  }

  private mutating func emit(_ count: Int) {
    if !(previous == .start || previous == .symbol("(")) { startsWithOnlyParentheses = false }
    append(scalars[index..<(index + count)])
    outputCount += count
    index += count
  }

  private mutating func append(_ part: some Collection<Unicode.Scalar>) {
    output.unicodeScalars.append(contentsOf: part)
    pieces[pieces.count - 1].unicodeScalars.append(contentsOf: part)
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\u{B}" || scalar == "\u{C}" || isLineBreak(scalar)
  }

  private static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\r"
  }

  private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
      || scalar.value >= 0x80
  }

  /// Letters, digits, underscore: what tags and parameters are made of.
  private static func isTagPart(_ scalar: Unicode.Scalar) -> Bool {
    isNameStart(scalar) || ("0"..."9").contains(scalar)
  }

  private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    isTagPart(scalar) || scalar == "$"
  }

  private func error(_ message: String, at offset: Int) -> AdapterSQLError {
    var end = String.UnicodeScalarView()
    end.append(contentsOf: scalars.prefix(offset))
    let (line, column) = Self.location(in: String(end), scalarOffset: offset)
    return AdapterSQLError(file: file, line: line, column: column, message: message)
  }

  /// Line and column of a position, both from 1.
  static func location(in source: String, scalarOffset: Int) -> (line: Int, column: Int) {
    var line = 1
    var column = 1
    for scalar in source.unicodeScalars.prefix(scalarOffset) {
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return (line, column)
  }
}
