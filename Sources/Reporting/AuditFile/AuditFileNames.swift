/// Codes in the lengths that an audit file allows. A code that is too long is cut and numbered, so that
/// two codes never become one:
///
///     let names = AuditFileNames(["A-100", longer, longerToo], limit: 35)
///     names["A-100"]    // A-100
///     names[longer]     // …~1
struct AuditFileNames {
  private var short: [String: String] = [:]
  private let limit: Int

  /// Names for all codes there are, in an order that is the same every time.
  init(_ codes: [String], limit: Int) {
    self.limit = limit
    var taken: Set<String> = []
    for code in codes where XMLText.length(code) <= limit { taken.insert(code) }
    for code in codes where XMLText.length(code) > limit && short[code] == nil {
      var number = 1
      var name = ""
      repeat {
        let end = "~\(number)"
        name = XMLText.prefix(code, limit - end.count) + end
        number += 1
      } while !taken.insert(name).inserted
      short[code] = name
    }
  }

  subscript(code: String) -> String { short[code] ?? code }
}
