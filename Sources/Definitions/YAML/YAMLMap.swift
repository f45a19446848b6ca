internal import AccountingValues

/// Reads the known keys of a mapping and reports the others. Every getter logs what is wrong and
/// yields a neutral value, so that one pass finds all mistakes of a file; whoever decodes throws
/// the log away only when it is empty.
final class YAMLMap {
  let place: SourcePlace
  let log: ProblemLog
  private let what: String
  private let entries: [YAMLValue.Entry]
  private var known: [String] = []
  private var refused: Set<String> = []

  /// Decodes a mapping; unknown keys are reported at the end. `what` names it in messages.
  static func decode<T>(
    _ value: YAMLValue, _ what: String, _ log: ProblemLog, _ body: (YAMLMap) -> T?
  ) -> T? {
    switch value.form {
    case .map, .empty: break
    default:
      log.add("\(what) is a mapping, here is \(value.kind)", at: value.place)
      return nil
    }
    let map = YAMLMap(value, what, log)
    let result = body(map)
    map.reportUnknownKeys()
    return result
  }

  private init(_ value: YAMLValue, _ what: String, _ log: ProblemLog) {
    if case .map(let entries) = value.form { self.entries = entries } else { entries = [] }
    place = value.place
    self.what = what
    self.log = log
  }

  private func reportUnknownKeys() {
    for entry in entries where !known.contains(entry.key) && !refused.contains(entry.key) {
      log.add(
        "unknown key `\(entry.key)` in \(what); there are: \(known.joined(separator: ", "))",
        at: entry.keyPlace)
    }
  }

  /// The value of a key; `nil` when the key is absent.
  func value(_ key: String) -> YAMLValue? {
    if !known.contains(key) { known.append(key) }
    return entries.first { $0.key == key }?.value
  }

  /// Whether the key is written.
  func has(_ key: String) -> Bool { value(key) != nil }

  /// Whether a key is written that the program refuses with words of its own; it is not among the
  /// keys that messages list.
  func refuses(_ key: String) -> Bool {
    guard entries.contains(where: { $0.key == key }) else { return false }
    refused.insert(key)
    return true
  }

  /// Where a key is written, else where the mapping starts.
  func place(_ key: String) -> SourcePlace {
    entries.first { $0.key == key }?.keyPlace ?? place
  }

  func required(_ key: String) -> YAMLValue? {
    let value = value(key)
    if value == nil { log.add("`\(key)` is missing in \(what)", at: place) }
    return value
  }

  // MARK: Typed getters; the label of a message is the key

  func name(_ key: String) -> String { required(key)?.name("`\(key)`", log) ?? "" }

  func placedName(_ key: String) -> Placed<String> {
    Placed(name(key), at: value(key)?.place ?? place)
  }

  func optionalName(_ key: String) -> String? { value(key)?.name("`\(key)`", log) }

  func optionalPlacedName(_ key: String) -> Placed<String>? {
    guard let value = value(key), let text = value.name("`\(key)`", log) else { return nil }
    return Placed(text, at: value.place)
  }

  func boolean(_ key: String, default other: Bool) -> Bool {
    value(key)?.boolean("`\(key)`", log) ?? other
  }

  func integer(_ key: String, in range: ClosedRange<Int>, default other: Int) -> Int {
    value(key)?.integer("`\(key)`", in: range, log) ?? other
  }

  func optionalInteger(_ key: String, in range: ClosedRange<Int>) -> Int? {
    value(key)?.integer("`\(key)`", in: range, log)
  }

  func date(_ key: String) -> CivilDate? { value(key)?.date("`\(key)`", log) }

  func decimal(_ key: String) -> ExactDecimal? { value(key)?.decimal("`\(key)`", log) }

  func currency(_ key: String) -> Currency? { value(key)?.currency("`\(key)`", log) }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, default other: Choice
  ) -> Choice where Choice.RawValue == String {
    value(key)?.choice("`\(key)`", of: Choice.self, log) ?? other
  }

  func optionalChoice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, of type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    value(key)?.choice("`\(key)`", of: type, log)
  }

  func texts(_ key: String) -> [Placed<String>] { value(key)?.texts("`\(key)`", log) ?? [] }

  func list<T>(_ key: String, _ decode: (YAMLValue) -> T?) -> [T] {
    (value(key)?.items("`\(key)`", log) ?? []).compactMap(decode)
  }

  func map<T>(_ key: String, _ body: (YAMLMap) -> T?) -> T? {
    value(key).flatMap { YAMLMap.decode($0, "`\(key)`", log, body) }
  }

  /// The entries of a mapping whose keys are names.
  func named(_ key: String) -> [YAMLValue.Entry] { value(key)?.named("`\(key)`", log) ?? [] }
}
