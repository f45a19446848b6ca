/// What receipts and bills meet under: a line of an order or, where none is named, of a receipt, by its
/// number in `PurchaseDocuments`.
struct GoodsKey: Hashable {
  /// The number of an order's line, or the complement of that of a receipt's line.
  private let code: Int32

  static func orderLine(_ number: Int32) -> GoodsKey { GoodsKey(code: number) }
  static func receiptLine(_ number: Int32) -> GoodsKey { GoodsKey(code: ~number) }

  var orderLine: Int32? { code >= 0 ? code : nil }
  var receiptLine: Int32? { code < 0 ? ~code : nil }
}

/// Numbers of what purchases meet under, in the order in which they are met: four bytes each. A
/// receipt that nothing else can name has a number and no key.
struct GoodsNumbers {
  /// The order's line of each number, −1 for none.
  private var orderLines: [Int32] = []
  /// By number of the order's line; −1 for one that was not met.
  private var ofOrderLine: [Int32] = []
  /// By number of the receipt's line.
  private var ofReceiptLine: [Int32] = []

  var count: Int { orderLines.count }

  /// The order's line that a number stands for, by its number in `PurchaseDocuments`.
  func orderLine(_ number: Int32) -> Int32? {
    let line = orderLines[Int(number)]
    return line < 0 ? nil : line
  }

  /// The number of a key, a new one if it was not met.
  mutating func number(of key: GoodsKey) -> Int32 {
    if let line = key.orderLine {
      let known = Self.number(at: line, in: &ofOrderLine, next: Int32(count))
      if known == Int32(count) { orderLines.append(line) }
      return known
    }
    guard let line = key.receiptLine else { return next() }
    let known = Self.number(at: line, in: &ofReceiptLine, next: Int32(count))
    return known == Int32(count) ? next() : known
  }

  /// The number of goods that nothing else names.
  mutating func next() -> Int32 {
    orderLines.append(-1)
    return Int32(orderLines.count - 1)
  }

  /// Makes room for so many more, and no more than that.
  mutating func reserve(_ more: Int) { orderLines.reserveCapacity(count + more) }

  private static func number(at line: Int32, in numbers: inout [Int32], next: Int32) -> Int32 {
    while numbers.count <= Int(line) { numbers.append(-1) }
    if numbers[Int(line)] < 0 { numbers[Int(line)] = next }
    return numbers[Int(line)]
  }
}
