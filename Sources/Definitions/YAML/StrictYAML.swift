internal import Yams

/// The one way into a YAML file. Composes it with Yams and refuses, with line and column and all
/// at once, what makes YAML files mean something else than they say: tags, anchors and aliases,
/// duplicate keys, keys that are not text, and scalars that readers disagree about.
///
/// Yams stops at the first mapping with duplicate keys. To report every mistake of a file, the
/// first of two equal keys is overwritten with as many private-use characters, which moves no
/// column, and the file is composed again; the marked key is reported and its value is still read.
struct StrictYAML {
  private let file: String
  private let log: ProblemLog
  private var lines: [[Unicode.Scalar]]
  /// The text of a key by the character that replaced it.
  private var replaced: [Unicode.Scalar: String] = [:]

  /// The file's value; `nil` after a syntax error or when it is empty, which is logged.
  static func read(_ text: String, file: String, log: ProblemLog) -> YAMLValue? {
    var reader = StrictYAML(file: file, log: log, lines: split(text))
    return reader.composed()
  }

  private init(file: String, log: ProblemLog, lines: [[Unicode.Scalar]]) {
    self.file = file
    self.log = log
    self.lines = lines
  }

  private mutating func composed() -> YAMLValue? {
    while true {
      do {
        guard
          let root = try Parser(
            yaml: joined, resolver: .basic, encoding: .utf8
          ).singleRoot()
        else {
          log.add("the file is empty", at: SourcePlace(file: file))
          return nil
        }
        return value(root)
      } catch let error as YamlError {
        if case .duplicatedKeysInMapping(let keys, let context) = error,
          replaceKey(among: keys, at: context.mark)
        {
          continue
        }
        report(error)
        return nil
      } catch {
        log.add("cannot be read: \(error)", at: SourcePlace(file: file))
        return nil
      }
    }
  }

  // MARK: Text

  /// Lines as libyaml counts them, without their ends.
  private static func split(_ text: String) -> [[Unicode.Scalar]] {
    var lines: [[Unicode.Scalar]] = [[]]
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars where scalar != "\u{FEFF}" {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": lines.append([])
      default: lines[lines.count - 1].append(scalar)
      }
      previous = scalar
    }
    return lines
  }

  private var joined: String {
    var text = String.UnicodeScalarView()
    for (index, line) in lines.enumerated() {
      if index > 0 { text.append("\n") }
      text.append(contentsOf: line)
    }
    return String(text)
  }

  private func character(at mark: Mark) -> Unicode.Scalar? {
    guard lines.indices.contains(mark.line - 1) else { return nil }
    let line = lines[mark.line - 1]
    return line.indices.contains(mark.column - 1) ? line[mark.column - 1] : nil
  }

  /// Overwrites one key of a mapping with duplicates. False when the key is not written the way
  /// it reads, such as with escapes: then Yams' own error stands.
  private mutating func replaceKey(among keys: [String], at mark: Mark) -> Bool {
    guard let marker = Unicode.Scalar(0xE000 + UInt32(replaced.count)), marker.value < 0xF8FF,
      lines.indices.contains(mark.line - 1)
    else { return false }
    let quotes: Set<Unicode.Scalar> = ["\"", "'"]
    let isQuoted = character(at: mark).map(quotes.contains) ?? false
    let start = mark.column - 1 + (isQuoted ? 1 : 0)
    for key in keys where !key.isEmpty {
      let scalars = Array(key.unicodeScalars)
      let line = lines[mark.line - 1]
      guard start + scalars.count <= line.count,
        Array(line[start..<start + scalars.count]) == scalars
      else { continue }
      for column in start..<start + scalars.count { lines[mark.line - 1][column] = marker }
      replaced[marker] = key
      return true
    }
    return false
  }

  // MARK: Values

  private func place(_ mark: Mark?) -> SourcePlace {
    SourcePlace(file: file, line: mark?.line ?? 0, column: mark?.column ?? 0)
  }

  private func value(_ node: Node) -> YAMLValue {
    let place = place(node.mark)
    refuseProperties(of: node, at: place)
    switch node {
    case .scalar(let scalar): return YAMLValue(form: form(scalar, at: place), place: place)
    case .sequence(let sequence):
      return YAMLValue(form: .list(sequence.map(value)), place: place)
    case .mapping(let mapping):
      return YAMLValue(form: .map(entries(mapping)), place: place)
    case .alias: return YAMLValue(form: .empty, place: place)
    }
  }

  /// Tags, anchors and aliases show in the text: Yams drops anchors with its parser.
  private func refuseProperties(of node: Node, at place: SourcePlace) {
    guard let mark = node.mark, let character = character(at: mark) else { return }
    switch character {
    case "!": log.add("tags such as `!!str` are not allowed: quote a text instead", at: place)
    case "&", "*":
      log.add("anchors and aliases are not allowed: write the value where it is used", at: place)
    default: break
    }
  }

  private func form(_ scalar: Node.Scalar, at place: SourcePlace) -> YAMLValue.Form {
    guard scalar.style == .plain else { return .quoted(scalar.string) }
    if scalar.string.isEmpty { return .empty }
    if let refusal = PlainScalar.refusal(scalar.string) { log.add(refusal, at: place) }
    return .plain(scalar.string)
  }

  private func entries(_ mapping: Node.Mapping) -> [YAMLValue.Entry] {
    var entries: [YAMLValue.Entry] = []
    for (keyNode, valueNode) in mapping {
      let keyPlace = place(keyNode.mark)
      refuseProperties(of: keyNode, at: keyPlace)
      guard case .scalar(let scalar) = keyNode else {
        log.add("a key is a text", at: keyPlace)
        continue
      }
      if scalar.style == .plain, let refusal = PlainScalar.refusal(scalar.string) {
        log.add(refusal, at: keyPlace)
      } else if scalar.style == .plain, !PlainScalar.isText(scalar.string) {
        log.add("`\(scalar.string)` as a key is quoted: \"\(scalar.string)\"", at: keyPlace)
      }
      let key = original(scalar.string)
      if let first = entries.first(where: { $0.key == key }) {
        log.add(
          "duplicate key `\(key)`, first written in line \(first.keyPlace.line)", at: keyPlace)
      }
      entries.append(.init(key: key, keyPlace: keyPlace, value: value(valueNode)))
    }
    return entries
  }

  private func original(_ key: String) -> String {
    key.unicodeScalars.first.flatMap { replaced[$0] } ?? key
  }

  // MARK: Syntax errors

  private func report(_ error: YamlError) {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _):
      let reason = context.map { "\($0.text), " } ?? ""
      log.add("not valid YAML: \(reason)\(problem)", at: place(mark))
    case .composer(_, let problem, let mark, _):
      let message =
        problem.contains("alias")
        ? "anchors and aliases are not allowed: write the value where it is used"
        : problem.contains("another document")
          ? "a file holds one document: remove this `---`" : "not valid YAML: \(problem)"
      log.add(message, at: place(mark))
    case .duplicatedKeysInMapping(let keys, let context):
      log.add(
        "duplicate key " + keys.sorted().map { "`\($0)`" }.joined(separator: ", "),
        at: place(context.mark))
    case .reader(let problem, _, _, _):
      log.add("not readable as UTF-8 text: \(problem)", at: SourcePlace(file: file))
    default: log.add("cannot be read: \(error)", at: SourcePlace(file: file))
    }
  }
}
