import AccountingValues
import Expressions

/// Reads the small JSON of the tables in these tests; `'` stands for `"`.
enum JSONText {
  struct Unreadable: Error { var text: String }

  static func tree(_ text: String) throws -> ExpressionTree {
    var reader = Reader(rest: text[...])
    let tree = try reader.value()
    reader.skipSpace()
    guard reader.rest.isEmpty else { throw Unreadable(text: text) }
    return tree
  }

  private struct Reader {
    var rest: Substring

    mutating func skipSpace() { rest = rest.drop { $0 == " " || $0 == "\n" } }

    mutating func take(_ character: Character) -> Bool {
      skipSpace()
      guard rest.first == character else { return false }
      rest.removeFirst()
      return true
    }

    mutating func value() throws -> ExpressionTree {
      if take("[") { return .list(try items(until: "]") { try $0.value() }) }
      if take("{") { return .map(try items(until: "}") { try $0.entry() }) }
      if take("'") { return .text(quoted()) }
      let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" }
      rest = rest.dropFirst(word.count)
      switch word {
      case "null": return .null
      case "true": return .boolean(true)
      case "false": return .boolean(false)
      default: return .number(try ExactDecimal(parsing: word))
      }
    }

    mutating func entry() throws -> ExpressionTree.Entry {
      guard take("'") else { throw Unreadable(text: String(rest)) }
      let key = quoted()
      guard take(":") else { throw Unreadable(text: String(rest)) }
      return .init(key, try value())
    }

    mutating func quoted() -> String {
      let text = rest.prefix { $0 != "'" }
      rest = rest.dropFirst(text.count + 1)
      return String(text)
    }

    mutating func items<T>(until end: Character, _ item: (inout Reader) throws -> T) throws -> [T] {
      var items: [T] = []
      while !take(end) {
        items.append(try item(&self))
        _ = take(",")
      }
      return items
    }
  }
}
