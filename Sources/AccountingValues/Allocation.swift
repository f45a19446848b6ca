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
    var (sum, largest) = (Int128(0), Int64(0))
    for weight in weights {
      if weight < 0 { throw .outOfRange }
      sum += Int128(weight)
      largest = max(largest, weight)
    }
    if sum == 0 { return try split(total, over: weights.map { _ in 1 }) }
    // Nearly all products fit 64 bits, where a division costs a fraction.
    let isSmall = !total.magnitude.multipliedReportingOverflow(by: UInt64(largest)).overflow
    return isSmall && sum <= Int128(Int64.max)
      ? parts(total, over: weights, of: UInt64(sum))
      : parts(total, over: weights, of: UInt128(sum))
  }

  /// Splits in a width that holds `total × weight`.
  @inline(__always)
  private static func parts<Width: FixedWidthInteger & UnsignedInteger>(
    _ total: Int64, over weights: [Int64], of sum: Width
  ) -> [Int64] {
    let magnitude = Width(total.magnitude)
    var parts = weights
    var remainders: [Width] = []
    remainders.reserveCapacity(weights.count)
    var missing = total.magnitude
    for index in parts.indices {
      let product = magnitude * Width(parts[index])
      let (part, remainder) = product.quotientAndRemainder(dividingBy: sum)
      // No part exceeds the total, so it fits; the lowest number is its own negative.
      missing -= UInt64(truncatingIfNeeded: part)
      let narrow = Int64(truncatingIfNeeded: part)
      parts[index] = total < 0 ? 0 &- narrow : narrow
      remainders.append(remainder)
    }
    raise(&parts, by: total < 0 ? -1 : 1, times: Int(missing), remainders)
    return parts
  }

  /// Gives a unit each to the parts with the largest remainders, the earlier on a tie.
  private static func raise<Width: FixedWidthInteger>(
    _ parts: inout [Int64], by unit: Int64, times: Int, _ remainders: [Width]
  ) {
    if times == 0 { return }
    // Few parts are searched through faster than sorted.
    if parts.count <= 16 {
      var left = remainders
      for _ in 0..<times {
        var best = 0
        for index in left.indices where left[index] > left[best] { best = index }
        parts[best] += unit
        left[best] = 0
      }
      return
    }
    let order = remainders.indices.sorted {
      remainders[$0] != remainders[$1] ? remainders[$0] > remainders[$1] : $0 < $1
    }
    for index in order.prefix(times) { parts[index] += unit }
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
