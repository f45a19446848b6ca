import AccountingValues

/// Things known by a source key, numbered densely from 0 in the order they were first seen. The
/// numbers live for one run and never reach a file, a digest or a tie-break.
struct Interned<Value> {
  private(set) var values: [Value] = []
  private(set) var keys: [SourceKey] = []
  private var numbers: [SourceKey: Int32] = [:]

  var count: Int { values.count }

  /// The number of a key, or `nil`.
  func number(of key: SourceKey) -> Int32? { numbers[key] }

  subscript(number: Int32) -> Value {
    get { values[Int(number)] }
    set { values[Int(number)] = newValue }
  }

  func key(_ number: Int32) -> SourceKey { keys[Int(number)] }

  /// The number of a key; a new key gets the next one and the given value.
  mutating func intern(_ key: SourceKey, _ value: @autoclosure () -> Value) -> Int32 {
    if let number = numbers[key] { return number }
    let number = Int32(values.count)
    numbers[key] = number
    keys.append(key)
    values.append(value())
    return number
  }

  /// Sets the value of a key, new or known.
  mutating func set(_ key: SourceKey, _ value: Value) {
    let number = intern(key, value)
    values[Int(number)] = value
  }
}
