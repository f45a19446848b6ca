import Foundation

/// Writes one Swift file that holds the given text files as literals, keyed by their path below
/// the package root. Arguments: output file, package root, then the files.
@main
enum EmbedShippedFilesTool {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else {
      throw Failure(text: "usage: embed-shipped-files OUTPUT ROOT FILE …")
    }
    let output = URL(filePath: arguments[1])
    let root = arguments[2].hasSuffix("/") ? arguments[2] : arguments[2] + "/"
    var source = "// Generated from jobs/ and reports/ by the build. Do not edit.\n"
    source += "enum ShippedFiles {\n  static let contents: [String: String] = [\n"
    for path in arguments.dropFirst(3) {
      guard let text = String(data: try Data(contentsOf: URL(filePath: path)), encoding: .utf8)
      else { throw Failure(text: "\(path) is not UTF-8: shipped files are text") }
      let name = path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path
      source += "    \(quoted(name)): \(quoted(text)),\n"
    }
    source += arguments.count == 3 ? "    :\n  ]\n}\n" : "  ]\n}\n"
    try source.write(to: output, atomically: true, encoding: .utf8)
  }

  /// A one-line Swift string literal with every special character escaped.
  private static func quoted(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": literal += "\\\\"
      case "\"": literal += "\\\""
      case "\n": literal += "\\n"
      case "\r": literal += "\\r"
      case "\t": literal += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        literal += "\\u{\(String(scalar.value, radix: 16))}"
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }

  struct Failure: Error, CustomStringConvertible {
    var text: String
    var description: String { text }
  }
}
