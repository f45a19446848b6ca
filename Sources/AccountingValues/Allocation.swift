/// Splits amounts so that nothing is lost: parts always sum to the whole.
public enum Allocation {
  /// Splits a total over weights by largest remainder; ties go to the earlier line.
  ///
  ///     try Allocation.split(100, over: [1, 1, 1])   // [34, 33, 33]
  ///
  /// Every part starts as the exact share cut towards zero; the units still missing go, one each,
  /// to the largest remainders (ACCOUNTING §1). A negative total splits like its mirror image.
  /// - Parameters:
  ///   - total: the amount in its smallest unit, of either sign.
  ///   - weights: not negative. If all are zero, the lines share equally.
  /// - Returns: one part per weight, in the same order; empty only for no weights.
  /// - Throws: `ValueError.outOfRange` for a negative weight, or when `weights` is empty and
  ///   `total` is not zero.
  public static func split(_ total: Int64, over weights: [Int64]) throws(ValueError) -> [Int64] {
    guard !weights.isEmpty else {
      if total == 0 { return [] }
      throw .outOfRange
    }
    guard weights.allSatisfy({ $0 >= 0 }) else { throw .outOfRange }
    var sum = weights.reduce(Int128(0)) { $0 + Int128($1) }
    var shares = weights.map { Int128($0) }
    if sum == 0 {
      shares = Array(repeating: 1, count: weights.count)
      sum = Int128(weights.count)
    }
    let magnitude = Int128(total.magnitude)
    var parts: [Int64] = []
    var remainders: [(index: Int, remainder: Int128)] = []
    var given: Int128 = 0
    for (index, share) in shares.enumerated() {
      let (part, remainder) = (magnitude * share).quotientAndRemainder(dividingBy: sum)
      given += part
      guard let narrow = Int64(exactly: total < 0 ? -part : part) else { throw .outOfRange }
      parts.append(narrow)
      remainders.append((index, remainder))
    }
    let missing = Int(magnitude - given)
    remainders.sort {
      $0.remainder != $1.remainder ? $0.remainder > $1.remainder : $0.index < $1.index
    }
    for (index, _) in remainders.prefix(missing) { parts[index] += total < 0 ? -1 : 1 }
    return parts
  }

  /// Spreads a total over equal periods: each takes round(left ÷ periods left), half away from
  /// zero (depreciation, deferral; ACCOUNTING §1).
  ///
  ///     try Allocation.spread(100, over: 3)   // [33, 34, 33]
  ///
  /// - Throws: `ValueError.outOfRange` unless `periods` is positive.
  public static func spread(_ total: Int64, over periods: Int) throws(ValueError) -> [Int64] {
    guard periods > 0 else { throw .outOfRange }
    var left = total
    var parts: [Int64] = []
    for remaining in stride(from: periods, to: 0, by: -1) {
      let part = try Rounding.scaled(left, times: 1, over: Int64(remaining))
      parts.append(part)
      left -= part
    }
    return parts
  }
}
