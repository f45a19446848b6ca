/// An ISO 4217 currency: its three-letter code and the number of decimals of its minor unit.
public struct Currency: Hashable, Sendable, BitwiseCopyable {
  /// Three upper-case ASCII letters, packed so that comparing currencies compares one word.
  private let packed: UInt32
  /// Decimals of the minor unit, `0 … 4`: 2 for EUR, 0 for JPY, 3 for KWD.
  public let minorDigits: Int

  /// A currency of the ISO 4217 lists by code, blanks at the end allowed (`char(3)` pads): current
  /// ones and most withdrawn since 1995, in which old rows still stand. `nil` for any other code.
  public init?(code: some StringProtocol) {
    var letters = Array(code.utf8)
    while letters.last == UInt8(ascii: " ") { letters.removeLast() }
    guard letters.count == 3, letters.allSatisfy({ (65...90).contains($0) }) else { return nil }
    let word = letters.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard let digits = ISO4217.minorDigits[word] else { return nil }
    packed = word
    minorDigits = digits
  }

  /// Every currency of the list, by code.
  public static let all: [Currency] = ISO4217.minorDigits.map { word, digits in
    Currency(packed: word, minorDigits: digits)
  }.sorted()

  private init(packed: UInt32, minorDigits: Int) {
    self.packed = packed
    self.minorDigits = minorDigits
  }

  /// The three-letter code.
  public var code: String {
    String(
      decoding: [UInt8(packed >> 16 & 255), UInt8(packed >> 8 & 255), UInt8(packed & 255)],
      as: UTF8.self)
  }

  /// How many minor units one major unit has.
  public var minorPerMajor: Int64 { [1, 10, 100, 1_000, 10_000][minorDigits] }
}

extension Currency: Comparable, CustomStringConvertible {
  /// By code.
  public static func < (a: Currency, b: Currency) -> Bool { a.packed < b.packed }
  /// The code.
  public var description: String { code }
}

/// The codes of ISO 4217, current and withdrawn, and their minor units.
enum ISO4217 {
  static let minorDigits: [UInt32: Int] = {
    var digits: [UInt32: Int] = [:]
    func add(_ codes: String, _ count: Int) {
      for code in codes.split(separator: " ") {
        digits[code.utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }] = count
      }
    }
    add(
      """
      AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN \
      BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP \
      GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP \
      LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR \
      NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN \
      SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR \
      ZMW ZWG
      """, 2)
    add("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", 0)
    add("BHD IQD JOD KWD LYD OMR TND", 3)
    add("CLF UYW", 4)
    // List three: what money was before the euro, before a redenomination, or before it ended.
    add(
      """
      AFA ATS AZM BGL CSD CUC CYP DEM EEK FIM FRF GHC GWP HRK IEP LTL LVL MRO MTL MZM NLG PLZ RUR \
      SDD SIT SKK SLL SRG STD TMM USS VEB VEF YUM ZMK ZWD ZWL ZWN ZWR
      """, 2)
    add("ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE ROL TPE TRL", 0)
    return digits
  }()
}
