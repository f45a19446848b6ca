import AccountingValues
import Tables
import TestSupport
import Testing

@testable import Reporting

@Suite("CSV files follow RFC 4180")
struct CSVTests {
  private static func line(_ cells: [Cell]) -> String {
    var encoder = CSVEncoder()
    encoder.append(row: cells[...])
    return String(decoding: encoder.bytes, as: UTF8.self)
  }

  @Test(
    "Fields are quoted when they must be",
    arguments: [
      ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
      ("two\nlines", "\"two\nlines\""), (" edge ", "\" edge \""), ("", "\"\""),
      ("Zürich", "Zürich"),
    ])
  func quoting(_ text: String, _ expected: String) {
    #expect(Self.line([.text(text)]) == expected + "\r\n")
  }

  @Test("Nothing is an empty field, an empty text is not")
  func nothing() { #expect(Self.line([.null, .text(""), .null]) == ",\"\",\r\n") }

  @Test("Figures are plain digits with the decimals of their currency")
  func figures() {
    let yen = SampleReports.currency("JPY")
    let dinar = SampleReports.currency("KWD")
    #expect(
      Self.line([
        SampleReports.euros(-5), SampleReports.euros(0), .money(Money(minor: 1_250, in: yen)),
        .money(Money(minor: 1_250, in: dinar)), .quantity(Quantity(micros: -250_000)),
        .unitCost(UnitCost(micros: 4_200_000)), .rate(nanos: 931_879_601),
        .percent(micros: 125_000), .integer(Int64.min), SampleReports.euros(Int64.min),
      ]) == "-0.05,0.00,1250,1.250,-0.25,4.20,0.931879601,0.125,-9223372036854775808,"
        + "-92233720368547758.08\r\n")
  }

  @Test("Dates, moments and truth have one spelling")
  func others() {
    let moment = Timestamp(microsecondsSince1970: 1_500_000)
    #expect(
      Self.line([.date(SampleReports.date("2026-02-28")), .timestamp(moment), .boolean(true)])
        == "2026-02-28,1970-01-01 00:00:01.500000,true\r\n")
  }

  @Test("Fast digits equal the plain printing", arguments: [UInt64(1), 2, 3])
  func digits(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<2_000 {
      let shift = Int.random(in: 0..<64, using: &random)
      let micros = Int64(truncatingIfNeeded: random.next()) >> Int64(shift)
      let expected = FixedPointText.text(micros, decimals: 6)
      #expect(
        Self.line([.quantity(Quantity(micros: micros))]) == expected + "\r\n", "seed \(seed)")
    }
  }
}

@Suite("Text of data never becomes a formula")
struct SafeTextTests {
  @Test(
    "An apostrophe stands before what a spreadsheet would calculate",
    arguments: [
      ("=1+1", "'=1+1"), ("+49 40", "'+49 40"), ("-5", "'-5"), ("@x", "'@x"), ("\t=x", "\t'=x"),
      ("\r=x", "\r'=x"), ("  =x", "  '=x"), ("\u{FEFF}=x", "\u{FEFF}'=x"),
      ("\u{200B}+x", "\u{200B}'+x"), ("\u{FF1D}x", "'\u{FF1D}x"), ("'=x", "''=x"),
      ("a;=x", "a;'=x"), ("a;b", "a;b"), ("a\n-x", "a\n'-x"), ("a\t@x", "a\t'@x"),
      ("a; =x", "a; '=x"), ("T-shirt", "T-shirt"), ("a=b", "a=b"), ("'quoted'", "'quoted'"),
      ("a,=x", "a,=x"), ("", ""), ("'", "'"), ("''", "''"),
    ])
  func guarded(_ text: String, _ expected: String) {
    #expect(SafeText.guarded(text) == expected)
  }

  @Test("No field of any text starts a formula, and the text can be had back", arguments: 0..<8)
  func property(_ seed: UInt64) {
    let alphabet: [Unicode.Scalar] = [
      "=", "+", "-", "@", "'", ";", " ", "\t", "\n", "a", "\u{FF1D}",
    ]
    var random = SplitMix64(seed: seed)
    for _ in 0..<500 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...8, using: &random) {
        text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
      }
      let guarded = SafeText.guarded(String(text))
      for field in guarded.unicodeScalars.split(whereSeparator: {
        ";\t\n".unicodeScalars.contains($0)
      }) {
        let first = field.first { $0 != " " }
        #expect(first.map { !"=+-@\u{FF1D}".unicodeScalars.contains($0) } ?? true, "seed \(seed)")
      }
      #expect(Self.restored(guarded) == String(text), "seed \(seed): \(guarded)")
    }
  }

  /// Takes the apostrophe away before every run of apostrophes and a formula sign at a field's start.
  private static func restored(_ guarded: String) -> String {
    let scalars = Array(guarded.unicodeScalars)
    var result = String.UnicodeScalarView()
    var atStart = true
    for (index, scalar) in scalars.enumerated() {
      if atStart, scalar == "'", index == 0 || scalars[index - 1] != "'" {
        let next = scalars[index...].first { $0 != "'" }
        if let next, "=+-@\u{FF1D}".unicodeScalars.contains(next) { continue }
      }
      result.append(scalar)
      atStart =
        ";\t\n".unicodeScalars.contains(scalar) || (atStart && (scalar == " " || scalar == "'"))
    }
    return String(result)
  }
}
