import AccountingValues

/// What led to each event of the engine, by its number: four bytes for a movement, which need not be in
/// memory.
struct CauseList: RandomAccessCollection {
  /// The position of a movement, or the complement of a position in `others`.
  private var codes: Pages<Int32>
  private var others: [CostingStep.Cause] = []

  /// No events.
  init(pages: any PageSource = MemoryPages.shared) { codes = Pages(from: pages) }

  var startIndex: Int { 0 }
  var endIndex: Int { codes.count }

  subscript(number: Int) -> CostingStep.Cause {
    let code = codes[number]
    return code >= 0 ? .movement(code) : others[Int(~code)]
  }

  mutating func append(_ cause: CostingStep.Cause) {
    if case .movement(let index) = cause { return codes.append(index) }
    codes.append(~Int32(others.count))
    others.append(cause)
  }

  /// Says that causes will not be asked for for a while.
  func leave() { codes.leave() }

  /// Puts the causes of a range into another order, given as their numbers.
  mutating func reorder(_ range: Range<Int>, by numbers: [Int]) {
    let moved = numbers.map { codes[$0] }
    for (number, code) in zip(range, moved) { codes[number] = code }
  }
}
