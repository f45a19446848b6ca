import AccountingValues

/// Seeded chance: Steele, Lea, Flood, “Fast splittable pseudorandom number generators” (2014). Every
/// part of the business throws dice of its own, so that a change in one leaves the others alone.
struct Dice {
  private var state: UInt64

  /// Dice of one part of the business.
  init(seed: UInt64, _ part: String) {
    // FNV-1a over the part's name keeps the streams apart.
    state = part.utf8.reduce(seed ^ 0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  private mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 to below `count`.
  mutating func below(_ count: Int) -> Int {
    Int(bits().multipliedFullWidth(by: UInt64(max(1, count))).high)
  }

  /// A number of a closed range.
  mutating func from(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  /// True so many times in a thousand.
  mutating func chance(_ perMille: Int) -> Bool { below(1000) < perMille }

  /// One of several.
  mutating func pick<T>(_ several: [T]) -> T { several[below(several.count)] }

  /// A whole number near `thousandths` ÷ 1000 whose mean is exactly that.
  mutating func about(_ thousandths: Int) -> Int {
    thousandths / 1000 + (chance(thousandths % 1000) ? 1 : 0)
  }
}

/// `a × b ÷ c`, rounded half away from zero; the sample's numbers are far from any limit.
func share(_ a: Int64, _ b: Int64, of c: Int64) -> Int64 {
  do { return try Rounding.scaled(a, times: b, over: c) } catch {
    accountingFault("\(a) × \(b) ÷ \(c): \(error)")
  }
}

/// A day that the source text states.
func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
  guard let date = CivilDate(year: year, month: month, day: day) else {
    accountingFault("there is no day \(year)-\(month)-\(day)")
  }
  return date
}
