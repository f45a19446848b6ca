import AccountingValues

/// The part of `value` that belongs to `quantity` out of `whole`, rounded once, half away from zero;
/// all of it when `quantity` is the whole. The one rule by which value follows quantity.
///
///     portion(10_00, of: 1, in: 3)   // 3.33
///     portion( 6_67, of: 1, in: 2)   // 3.34  (3.335)
///     portion( 3_33, of: 1, in: 1)   // 3.33: the last unit takes what is left
///
/// `0 ≤ quantity ≤ whole` and `whole > 0`, so the result always fits. Small products, which is nearly
/// all of them, stay in 64 bits, where a division costs a third.
@inline(__always)
func portion(_ value: Int64, of quantity: Int64, in whole: Int64) -> Int64 {
  quantity == whole ? value : part(of: value, quantity, in: whole)
}

/// The same where `quantity` is hardly ever the whole, so that asking costs more than dividing.
@inline(__always)
func part(of value: Int64, _ quantity: Int64, in whole: Int64) -> Int64 {
  narrowPart(of: value, quantity, in: whole) ?? widePortion(value, of: quantity, in: whole)
}

/// The same; `nil` when the product does not fit 64 bits.
///
/// Rounding is adding half of the whole before dividing magnitudes, and the sign is put back by
/// arithmetic: which way it rounds is a coin's throw that no processor predicts, so there is no branch.
///
///     6.67 × 1 ÷ 2:  (667 + 1) ÷ 2 = 334        10.00 × 1 ÷ 3:  (1000 + 1) ÷ 3 = 333
@inline(__always)
func narrowPart(of value: Int64, _ quantity: Int64, in whole: Int64) -> Int64? {
  let (product, overflow) = value.multipliedReportingOverflow(by: quantity)
  if overflow { return nil }
  let sign = product &>> 63
  let magnitude = UInt64(bitPattern: (product ^ sign) &- sign)
  let whole = UInt64(bitPattern: whole)
  let quotient = (magnitude &+ whole &>> 1) / whole
  return (Int64(bitPattern: quotient) ^ sign) &- sign
}

@inline(never)
private func widePortion(_ value: Int64, of quantity: Int64, in whole: Int64) -> Int64 {
  guard let result = extrapolated(value, to: quantity, from: whole) else {
    accountingFault("a portion of \(value) does not fit: \(quantity) of \(whole)")
  }
  return result
}

/// `value × quantity ÷ base` for any positive quantities; `nil` when it does not fit.
func extrapolated(_ value: Int64, to quantity: Int64, from base: Int64) -> Int64? {
  do { return try Rounding.scaled(value, times: quantity, over: base) } catch { return nil }
}
