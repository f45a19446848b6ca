import AccountingValues
import Testing

@Suite("Exact decimals divide and compare")
struct ExactDecimalDivisionTests {
  @Test(
    "a quotient is rounded half away from zero",
    arguments: [
      ("1", "3", 4, "0.3333"), ("2", "3", 4, "0.6667"), ("-1", "8", 2, "-0.13"),
      ("0.00000001", "1000", 2, "0"), ("1", "0.0001", 0, "10000"), ("5", "2", 0, "3"),
    ])
  func quotient(_ a: String, _ b: String, _ decimals: Int, _ result: String) throws {
    let quotient = try ExactDecimal(parsing: a).divided(
      by: ExactDecimal(parsing: b), decimals: decimals)
    #expect(quotient.description == result)
  }

  @Test(
    "a remainder has the sign of the dividend",
    arguments: [
      ("7", "3", "1"), ("-7", "3", "-1"), ("7.5", "-2", "1.5"), ("1", "0.3", "0.1"),
      ("6", "-1", "0"),
    ])
  func remainder(_ a: String, _ b: String, _ result: String) throws {
    let rest = try ExactDecimal(parsing: a).remainder(dividingBy: ExactDecimal(parsing: b))
    #expect(rest.description == result)
  }

  @Test(
    "ordering is by number for every scale and size",
    arguments: [
      ("1.5", "1.50", false), ("1.49", "1.5", true), ("-1.5", "-1.49", true), ("-0.1", "0.1", true),
      ("0.000000000000000000000000000001", "99999999999999999999999999999999999", true),
      ("-99999999999999999999999999999999999", "0.000000000000000000000000000001", true),
    ])
  func order(_ a: String, _ b: String, _ isLess: Bool) throws {
    #expect((try ExactDecimal(parsing: a) < ExactDecimal(parsing: b)) == isLess)
  }

  @Test("division by zero and too large results are errors")
  func errors() throws {
    let one = ExactDecimal(1)
    #expect(throws: ValueError.divisionByZero) { try one.divided(by: .zero, decimals: 2) }
    #expect(throws: ValueError.divisionByZero) { try one.remainder(dividingBy: .zero) }
    let huge = try ExactDecimal(parsing: "99999999999999999999999999999999999999")
    #expect(throws: ValueError.outOfRange) { try huge.divided(by: one, decimals: 12) }
  }
}
