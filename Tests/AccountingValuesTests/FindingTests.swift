import AccountingValues
import Testing

/// Lists of findings come out in one order, however they were found.
@Suite struct FindingTests {
  private func finding(
    _ severity: Finding.Severity = .error, code: String = "INV-030", key: String = "7",
    message: String = "m", document: String = "", amount: Int64? = nil, currency: String = "EUR",
    action: String = "a"
  ) -> Finding {
    Finding(
      code: code, severity: severity, origin: "purchase_bills", key: key, document: document,
      amount: amount.flatMap { minor in Currency(code: currency).map { Money(minor: minor, in: $0) }
      },
      message: message, action: action)
  }

  @Test func twoThatDifferAnywhereHaveAnOrder() {
    let inOrder = [
      finding(code: "INV-001"), finding(key: "7"), finding(key: "7", amount: -5),
      finding(key: "7", amount: 3), finding(key: "7", amount: 3, currency: "USD"),
      finding(key: "7", action: "b"), finding(key: "7", document: "B1"),
      finding(key: "7", message: "n"), finding(key: "12"), finding(.warning, code: "A-001"),
    ]
    for (place, a) in inOrder.enumerated() {
      for (other, b) in inOrder.enumerated() {
        #expect((a < b) == (place < other), "\(place) and \(other)")
      }
    }
    #expect(inOrder.reversed().sorted() == inOrder)
  }
}
