/// A number with the word for what is counted: `1 finding`, `2 findings`, `0 companies`.
///
/// - Parameters:
///   - number: how many.
///   - one: the word for one.
///   - many: the word for any other number; `one` with an `s` if `nil`.
/// - Returns: the number and the word.
public func counted(_ number: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
  "\(number) \(number == 1 ? one : many ?? one + "s")"
}
