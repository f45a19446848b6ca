/// The combinations of dimension values that lines carry, each as one dense number; 0 is none.
struct DimensionSets {
  private var numbers: [[Int32]: Int32] = [:]
  private(set) var sets: [[Int32]]
  /// In place of a dimension without value.
  static let none: Int32 = -1

  init(dimensionCount: Int) {
    let empty = [Int32](repeating: Self.none, count: dimensionCount)
    sets = [empty]
    numbers[empty] = 0
  }

  mutating func number(of values: [Int32]) -> Int32 {
    if let number = numbers[values] { return number }
    let number = Int32(sets.count)
    sets.append(values)
    numbers[values] = number
    return number
  }
}
