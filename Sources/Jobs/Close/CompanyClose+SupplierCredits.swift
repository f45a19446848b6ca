import AccountingValues
import Extraction
import Subledgers

/// Suppliers' credits that wait for goods to go back.
extension CompanyClose {
  /// INV-024: lines of credits with a quantity of which some has not gone back by the as-of day.
  ///
  /// They stay a claim on goods received and not invoiced, and are never taken for a price reduction
  /// by themselves: goods that go back a month later would change what the month was closed with.
  func waitingCreditFindings() -> [Finding] {
    guard let goodsReceived else { return [] }
    var met: [Int32: Int64] = [:]
    for match in goodsReceived.matches
    where match.received >= 0 && purchaseMatching.events[Int(match.received)].kind == .bill {
      met[match.received, default: 0] += match.quantityMicros
    }
    let strangers = Set(goodsReceived.strangers)
    return purchaseMatching.events.enumerated().compactMap { position, event in
      let index = Int32(position)
      let left = -event.quantityMicros - (met[index] ?? 0)
      guard event.kind == .bill, event.quantityMicros < 0, left > 0,
        event.postingDate <= scope.asOf, !strangers.contains(index)
      else { return nil }
      return waiting(event, left: Quantity(micros: left))
    }
  }

  private func waiting(_ event: PurchaseEvent, left: Quantity) -> Finding {
    let place = place(of: event)
    let days = Int(scope.asOf.daysSince1970 - event.date.daysSince1970)
    let value = try? Rounding.scaled(
      -event.baseMinor, times: left.micros, over: -event.quantityMicros)
    return Finding(
      code: "INV-024", severity: .warning, origin: "debit_note_lines",
      key: [place.key, place.line].compactMap { $0?.displayText }.joined(separator: "/"),
      document: place.number, amount: value.map { Money(minor: $0, in: scope.base) },
      message: "the supplier credits goods sent back, and \(left) of them were not, for "
        + "\(counted(days, "day")); the credit waits on goods received and not invoiced",
      action:
        "post the return in the ERP; if the price alone is credited, leave the line's quantity "
        + "empty")
  }
}
