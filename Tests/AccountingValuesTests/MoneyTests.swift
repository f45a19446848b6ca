import AccountingValues
import TestSupport
import Testing

@Suite("Money, quantities and unit costs")
struct MoneyTests {
  private func currency(_ code: String) throws -> Currency {
    try #require(Currency(code: code))
  }

  private func decimal(_ text: String) throws -> ExactDecimal { try ExactDecimal(parsing: text) }

  @Test(
    "a stated amount rounds once to its currency's minor unit",
    arguments: [
      ("EUR", "12.345", 1235, "12.35"), ("EUR", "-12.345", -1235, "-12.35"),
      ("EUR", "0.005", 1, "0.01"), ("EUR", "-0.005", -1, "-0.01"), ("EUR", "0.0049", 0, "0.00"),
      ("JPY", "0.5", 1, "1"), ("JPY", "-1.4", -1, "-1"), ("KWD", "1.2345", 1235, "1.235"),
      ("CLF", "1.23455", 12346, "1.2346"),
    ])
  func rounding(code: String, text: String, minor: Int64, printed: String) throws {
    let money = Money(minor: minor, in: try currency(code))
    #expect(try Money(rounding: decimal(text), in: currency(code)) == money)
    #expect(money.amountText == printed)
    #expect(money.description == "\(printed) \(code)")
    #expect(money.exact == (try decimal(printed)))
  }

  @Test("an amount that must be exact refuses finer decimals and keeps the rest")
  func exactly() throws {
    let euro = try currency("EUR")
    #expect(try Money(exactly: decimal("12.3"), in: euro).minor == 1230)
    #expect(throws: ValueError.tooFine) { try Money(exactly: decimal("12.301"), in: euro) }
    #expect(throws: ValueError.outOfRange) {
      try Money(exactly: decimal("92233720368547758.08"), in: euro)
    }
    #expect(try Money(exactly: decimal("-92233720368547758.08"), in: euro).minor == .min)
  }

  @Test("amounts of two currencies never meet; sums beyond 64 bits are refused")
  func arithmetic() throws {
    let euro = Money(minor: 5, in: try currency("EUR"))
    let yen = Money(minor: 5, in: try currency("JPY"))
    #expect(throws: ValueError.currencyMismatch) { try euro.adding(yen) }
    #expect(throws: ValueError.currencyMismatch) { try euro.subtracting(yen) }
    #expect(try euro.adding(euro).minor == 10)
    #expect(try euro.subtracting(euro).isZero)
    #expect(try euro.negated().minor == -5)
    #expect(try euro.scaled(by: 1, over: 2).minor == 3)
    #expect(try euro.negated().scaled(by: 1, over: 2).minor == -3)
    let largest = Money(minor: .max, in: euro.currency)
    let smallest = Money(minor: .min, in: euro.currency)
    #expect(throws: ValueError.outOfRange) { try largest.adding(euro) }
    #expect(throws: ValueError.outOfRange) { try smallest.subtracting(euro) }
    #expect(throws: ValueError.outOfRange) { try smallest.negated() }
    #expect(throws: ValueError.divisionByZero) { try euro.scaled(by: 1, over: 0) }
    #expect(smallest.amountText == "-92233720368547758.08")
    #expect(smallest.exact.description == "-92233720368547758.08")
  }

  @Test(
    "conversion respects both currencies' decimals and the units of the quote",
    arguments: [
      ("EUR", "USD", "1.0731", Int32(1), Int64(100_00), Int64(107_31)),
      ("USD", "JPY", "151.235", 1, 100_00, 15_124), ("JPY", "EUR", "0.6125", 100, 1_000, 613),
      ("JPY", "KWD", "2.05", 1_000, 1_000, 2_050), ("KWD", "JPY", "487.5", 1, 1, 0),
      ("KWD", "JPY", "500", 1, 1, 1), ("KWD", "JPY", "500", 1, -1, -1),
      ("EUR", "CLF", "0.025", 1, 1, 3), ("EUR", "EUR", "1", 1, -7, -7),
    ])
  func conversion(
    from: String, to: String, rate: String, units: Int32, minor: Int64, expected: Int64
  ) throws {
    let quote = try ExchangeRate(
      from: currency(from), to: currency(to), kind: .spot, date: .earliest, rate: decimal(rate),
      perUnits: units)
    let converted = try Money(minor: minor, in: currency(from)).converted(at: quote)
    #expect(converted == Money(minor: expected, in: try currency(to)))
  }

  @Test("a rate from another currency, and amounts beyond 64 bits, are refused")
  func conversionErrors() throws {
    let rate = try ExchangeRate(
      from: currency("USD"), to: currency("CLF"), kind: .spot, date: .earliest,
      rate: decimal("9.2"))
    let euro = Money(minor: 1, in: try currency("EUR"))
    #expect(throws: ValueError.currencyMismatch) { try euro.converted(at: rate) }
    for minor in [Int64.max, .min] {
      let dollars = Money(minor: minor, in: try currency("USD"))
      #expect(throws: ValueError.outOfRange) { try dollars.converted(at: rate) }
    }
  }

  @Test("the identity rate changes no amount, to the ends of 64 bits")
  func identity() throws {
    for code in ["JPY", "EUR", "KWD", "CLF"] {
      let rate = ExchangeRate.identity(try currency(code), on: .latest)
      for minor in [Int64.min, -1, 0, 1, .max] {
        let money = Money(minor: minor, in: try currency(code))
        #expect(try money.converted(at: rate) == money)
      }
    }
  }

  @Test("a rate is positive and has at most nine decimals")
  func rates() throws {
    func rate(_ text: String, units: Int32 = 1) throws -> ExchangeRate {
      try ExchangeRate(
        from: currency("EUR"), to: currency("USD"), kind: .closing,
        date: try #require(CivilDate("2026-10-31")), rate: decimal(text), perUnits: units)
    }
    #expect(try rate("1.0731").description == "1 EUR = 1.0731 USD (closing 2026-10-31)")
    #expect(try rate("0.000000001").nanos == 1)
    #expect(throws: ValueError.tooFine) { try rate("0.0000000001") }
    #expect(throws: ValueError.outOfRange) { try rate("0") }
    #expect(throws: ValueError.outOfRange) { try rate("-1") }
    #expect(throws: ValueError.outOfRange) { try rate("1", units: 0) }
    #expect(throws: ValueError.outOfRange) { try rate("9223372037") }
  }

  @Test("quantities hold six decimals and no more")
  func quantities() throws {
    #expect(try Quantity(decimal("0.000001")).micros == 1)
    #expect(throws: ValueError.tooFine) { try Quantity(decimal("0.0000001")) }
    #expect(try Quantity(units: -3).description == "-3")
    #expect(throws: ValueError.outOfRange) { try Quantity(units: 9_223_372_036_855) }
    #expect(try Quantity(units: 9_223_372_036_854).micros == 9_223_372_036_854_000_000)
    let largest = Quantity(micros: .max)
    #expect(largest.description == "9223372036854.775807")
    #expect(try Quantity(largest.exact) == largest)
    #expect(throws: ValueError.outOfRange) { try largest.adding(Quantity(micros: 1)) }
    #expect(throws: ValueError.outOfRange) {
      try Quantity(micros: .min).subtracting(Quantity(micros: 1))
    }
    #expect(try Quantity(units: 2).subtracting(Quantity(units: 5)) == Quantity(units: -3))
    #expect(Quantity(micros: -1) < .zero && Quantity.zero.isZero)
  }

  @Test(
    "quantity × unit cost rounds once to the minor unit",
    arguments: [
      ("EUR", "3", "0.335", Int64(101)), ("EUR", "-3", "0.335", -101), ("EUR", "1", "0.005", 1),
      ("JPY", "0.5", "1", 1), ("KWD", "0.333333", "3", 1_000), ("EUR", "0.000001", "4999", 0),
      ("EUR", "0.000001", "5000", 1),
    ])
  func valued(code: String, quantity: String, cost: String, minor: Int64) throws {
    let value = try Quantity(decimal(quantity)).valued(
      at: UnitCost(decimal(cost)), in: currency(code))
    #expect(value == Money(minor: minor, in: try currency(code)))
  }

  @Test("values beyond 64 bits are refused, and the largest products do not trap")
  func valuedRange() throws {
    let clf = try currency("CLF")
    for quantity in [Int64.min, .max] {
      for cost in [Int64.min, .max] {
        #expect(throws: ValueError.outOfRange) {
          try Quantity(micros: quantity).valued(at: UnitCost(micros: cost), in: clf)
        }
      }
    }
  }

  @Test("a unit cost is derived from amount ÷ quantity, for display")
  func unitCost() throws {
    let value = Money(minor: 100, in: try currency("EUR"))
    let cost = try UnitCost(of: value, per: Quantity(units: 3))
    #expect(cost.micros == 333_333 && cost.description == "0.333333")
    #expect(try UnitCost(of: value, per: Quantity(units: 2)).description == "0.50")
    #expect(try UnitCost(of: value.negated(), per: Quantity(units: 3)).micros == -333_333)
    #expect(throws: ValueError.divisionByZero) { try UnitCost(of: value, per: .zero) }
    #expect(throws: ValueError.outOfRange) {
      try UnitCost(of: Money(minor: .max, in: value.currency), per: Quantity(micros: 1))
    }
    #expect(throws: ValueError.tooFine) { try UnitCost(decimal("0.0000001")) }
    #expect(UnitCost.zero < cost)
  }

  @Test(
    "seeded amounts survive printing and parsing in every number of decimals", arguments: 0..<20)
  func roundTrip(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    for code in ["JPY", "EUR", "KWD", "CLF"] {
      let minor = Int64.random(in: .min ... .max, using: &random)
      let money = Money(minor: minor, in: try currency(code))
      #expect(try Money(exactly: decimal(money.amountText), in: money.currency) == money)
      #expect(try Money(rounding: money.exact, in: money.currency) == money)
      let quantity = Quantity(micros: minor)
      #expect(try Quantity(decimal(quantity.description)) == quantity)
      let cost = UnitCost(micros: minor)
      #expect(try UnitCost(decimal(cost.description)) == cost)
    }
  }
}

@Suite("Currencies")
struct CurrencyTests {
  /// Currencies whose minor unit is not a hundredth, current and withdrawn, by their decimals.
  private let uncommon: [Int: String] = [
    0: """
    BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF \
    ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE ROL TPE TRL
    """,
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
  ]

  @Test("all 17,576 codes: 166 current and 52 withdrawn ones exist, with these decimals")
  func everyCode() {
    var expected: [String: Int] = [:]
    for (digits, codes) in uncommon {
      for code in codes.split(separator: " ") { expected[String(code)] = digits }
    }
    let letters = (65...90).map { Character(Unicode.Scalar(UInt8($0))) }
    var found: [Int: Int] = [:]
    for a in letters {
      for b in letters {
        for c in letters {
          let code = String([a, b, c])
          guard let currency = Currency(code: code) else {
            #expect(expected[code] == nil, "\(code) is missing")
            continue
          }
          #expect(currency.code == code && currency.description == code)
          #expect(currency.minorDigits == expected[code] ?? 2, "\(code)")
          #expect(
            currency.minorPerMajor == [1, 10, 100, 1_000, 10_000][currency.minorDigits], "\(code)")
          found[currency.minorDigits, default: 0] += 1
        }
      }
    }
    #expect(found == [0: 30, 2: 179, 3: 7, 4: 2])
  }

  @Test("money of the past keeps its currency", arguments: ["DEM", "FRF", "VEB", "HRK", "ITL"])
  func withdrawn(code: String) { #expect(Currency(code: code) != nil) }

  @Test(
    "no currency: metals, funds, tests and anything not three capitals",
    arguments: ["XAU", "XDR", "XTS", "XXX", "eur", "EU", "EURO", "", "   ", "E R", " EUR", "ＥUR"])
  func noCurrency(code: String) { #expect(Currency(code: code) == nil) }

  @Test("blanks at the end belong to char(n), not to the code")
  func padded() { #expect(Currency(code: "EUR  ") == Currency(code: "EUR")) }

  @Test("currencies order by code")
  func order() throws {
    let codes = ["USD", "AED", "JPY", "CLF", "EUR", "EUR"]
    let sorted = codes.compactMap { Currency(code: $0) }.sorted().map(\.code)
    #expect(sorted == codes.sorted())
  }
}
