/// Reads the cells of a worksheet's XML as they stream by. It knows the spelling of our own writer,
/// not of spreadsheets at large: `<c r="B7" s="3"><v>1</v></c>`, `<c r="A7" t="inlineStr"><is><t>x`,
/// `<f>` before `<v>`.
struct SheetScanner {
  private enum Place { case between, tag, formula, value, text }

  private(set) var digest = CellDigest()
  /// Whether the document's end has been seen.
  private(set) var isComplete = false

  private var place = Place.between
  private var tag: [UInt8] = []
  private var content: [UInt8] = []
  private var formula: [UInt8] = []
  private var row = 0
  private var column = 0

  mutating func read(_ piece: UnsafeRawBufferPointer) {
    for byte in piece {
      switch byte {
      case UInt8(ascii: "<"):
        finishContent()
        tag.removeAll(keepingCapacity: true)
        place = .tag
      case UInt8(ascii: ">") where place == .tag: open()
      default:
        switch place {
        case .tag: tag.append(byte)
        case .formula, .value, .text: content.append(byte)
        case .between: break
        }
      }
    }
  }

  private mutating func open() {
    content.removeAll(keepingCapacity: true)
    place = .between
    switch tag.first {
    case UInt8(ascii: "c") where tag.count > 1 && tag[1] == 32: readReference()
    case UInt8(ascii: "v") where tag.count == 1: place = .value
    case UInt8(ascii: "f") where tag.count == 1: place = .formula
    case UInt8(ascii: "t") where tag.count == 1 || tag[1] == 32: place = .text
    default: if tag.elementsEqual("/worksheet".utf8) { isComplete = true }
    }
  }

  /// `c r="AB12" …`: column letters count in base 26 from A = 1.
  private mutating func readReference() {
    row = 0
    column = 0
    for byte in tag.dropFirst(5) {
      switch byte {
      case 65...90: column = column &* 26 &+ Int(byte - 64)
      case 48...57: row = row &* 10 &+ Int(byte - 48)
      default:
        row &-= 1
        column &-= 1
        return
      }
    }
  }

  private mutating func finishContent() {
    switch place {
    case .formula: formula = Self.unescaped(content)
    case .text: digest.add(text: Self.unescaped(content), row: row, column: column)
    case .value:
      // What is not a number cannot equal what was meant, and NaN is never written.
      let number = Double(String(decoding: content, as: UTF8.self)) ?? .nan
      if formula.isEmpty {
        digest.add(number: number, row: row, column: column)
      } else {
        digest.add(formula: formula, cached: number, row: row, column: column)
        formula = []
      }
    case .between, .tag: break
    }
    place = .between
  }

  /// The five entities of XML.
  private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "&")) else { return bytes }
    var plain: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.first {
      let entity = entities.first { rest.starts(with: $0.spelling) }
      plain.append(entity?.byte ?? byte)
      rest = rest.dropFirst(entity?.spelling.count ?? 1)
    }
    return plain
  }

  private static let entities: [(spelling: [UInt8], byte: UInt8)] = [
    (Array("&amp;".utf8), UInt8(ascii: "&")), (Array("&lt;".utf8), UInt8(ascii: "<")),
    (Array("&gt;".utf8), UInt8(ascii: ">")), (Array("&quot;".utf8), UInt8(ascii: "\"")),
    (Array("&apos;".utf8), UInt8(ascii: "'")),
  ]
}
