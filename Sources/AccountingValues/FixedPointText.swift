/// Prints integer counts of a decimal unit without a locale and without floating point.
public enum FixedPointText {
  /// `value × 10⁻ᵈᵉᶜⁱᵐᵃˡˢ` with at least `keeping` decimals; further trailing zeros are dropped.
  ///
  ///     FixedPointText.text(-1_500_000, decimals: 6, keeping: 2)   // "-1.50"
  public static func text(
    _ value: some BinaryInteger, decimals: Int, keeping: Int = 0
  ) -> String {
    let digits = String(value.magnitude)
    guard decimals > 0 else { return value < 0 ? "-" + digits : digits }
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let point = padded.index(padded.endIndex, offsetBy: -decimals)
    var fraction = padded[point...]
    while fraction.count > keeping, fraction.last == "0" { fraction.removeLast() }
    let whole = padded[..<point]
    return (value < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
  }
}
