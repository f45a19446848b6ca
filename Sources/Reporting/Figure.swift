import AccountingValues
import Tables

/// A cell's figure: an exact count of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ.
struct Figure: Hashable {
  var count: Int128
  var decimals: Int

  init(count: Int128, decimals: Int) {
    self.count = count
    self.decimals = decimals
  }

  /// The figure of a cell of figures; `nil` for words, dates and nothing.
  init?(_ cell: Cell) {
    switch cell {
    case .integer(let value): self.init(count: Int128(value), decimals: 0)
    case .money(let money):
      self.init(count: Int128(money.minor), decimals: money.currency.minorDigits)
    case .quantity(let quantity): self.init(count: Int128(quantity.micros), decimals: 6)
    case .unitCost(let cost): self.init(count: Int128(cost.micros), decimals: 6)
    case .rate(let nanos): self.init(count: Int128(nanos), decimals: 9)
    case .percent(let micros): self.init(count: Int128(micros), decimals: 6)
    case .null, .text, .date, .timestamp, .boolean: return nil
    }
  }

  /// How many decimals are needed to print the figure exactly.
  var decimalsUsed: Int {
    var used = decimals
    var rest = count
    while used > 0, rest % 10 == 0 {
      rest /= 10
      used -= 1
    }
    return used
  }

  /// Money shows all its decimals, finer units only those they use.
  var decimalsShown: Int { decimals <= 4 ? decimals : decimalsUsed }

  /// Plain digits with at least `keeping` decimals.
  func text(keeping: Int = 0) -> String {
    FixedPointText.text(count, decimals: decimals, keeping: min(keeping, decimals))
  }

  /// Digits in groups of three, negative in parentheses: what a person reads.
  func groupedText(keeping: Int) -> String {
    let plain = Figure(count: Int128(clamping: count.magnitude), decimals: decimals)
      .text(keeping: keeping)
    let parts = plain.split(separator: ".", maxSplits: 1)
    var grouped = ""
    for (index, digit) in parts[0].enumerated() {
      if index > 0, (parts[0].count - index) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    if parts.count > 1 { grouped += "." + parts[1] }
    return count < 0 ? "(\(grouped))" : grouped
  }

  /// Spreadsheets hold and show 15 significant digits of a number.
  private static let spreadsheetDigits: Int128 = 1_000_000_000_000_000

  /// The closest binary floating-point number, which prints back as exactly this figure; `nil` for a
  /// figure of more than 15 significant digits, which no spreadsheet holds as a number.
  ///
  /// This is the one place where a figure leaves integers.
  var spreadsheetNumber: Double? {
    if count.magnitude < Self.spreadsheetDigits.magnitude {
      // Both operands are exact, and IEEE 754 division rounds to the closest number.
      return Double(Int64(count)) / Self.powersOfTen[decimals]
    }
    var significant = count
    while significant % 10 == 0 { significant /= 10 }
    guard significant.magnitude < Self.spreadsheetDigits.magnitude else { return nil }
    return Double(text())
  }

  /// 10⁰ … 10⁹, all exact in binary.
  private static let powersOfTen: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]
}
