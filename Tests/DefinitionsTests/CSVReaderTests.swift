import Definitions
import TestSupport
import Testing

@Suite("CSV is read as RFC 4180 has it")
struct CSVReaderTests {
  private func read(
    _ text: String, chunk: Int = .max
  ) throws -> (rows: [[String?]], lines: [Int], problems: [String]) {
    let bytes = Array(text.utf8)
    var position = 0
    var reader = CSVReader(file: "data/x.csv") {
      guard position < bytes.count else { return nil }
      let end = chunk > bytes.count - position ? bytes.count : position + chunk
      defer { position = end }
      return Array(bytes[position..<end])
    }
    let records = try reader.records()
    return (records.map(\.fields), records.map(\.place.line), reader.problems.map(\.description))
  }

  @Test(
    "quotes, doubled quotes, line breaks, CRLF and a byte-order mark", arguments: [1, 2, 3, 1000])
  func wellFormed(chunk: Int) throws {
    let text =
      "\u{FEFF}code,name,note\r\n1,\"A, \"\"B\"\"\",\r\n2,\"two\r\nlines\",\"\"\r\n\r\n3,Ä ,x"
    let result = try read(text, chunk: chunk)
    #expect(
      result.rows == [["1", "A, \"B\"", nil], ["2", "two\r\nlines", ""], ["3", "Ä ", "x"]])
    #expect(result.lines == [2, 3, 6])
    #expect(result.problems == [])
  }

  @Test("an unquoted empty field is no value, a quoted one is an empty text")
  func emptiness() throws {
    #expect(try read("a,b\n,\"\"\n").rows == [[nil, ""]])
    #expect(try read("a\n\nx\n").rows == [[nil], ["x"]])
  }

  @Test(
    "a broken record is reported with its line and the others are read",
    arguments: [
      (
        "a,b\n1\n2,3\n4,5,6\n", [["2", "3"]],
        ["2: 1 field, the header has 2", "4: 3 fields, the header has 2"]
      ),
      (
        "a,b\n1,x\"y\n2,3\n", [["2", "3"]],
        ["2: a quote inside an unquoted field; quote the field and double it"]
      ),
      ("a,b\n1,\"x\"y\n2,3\n", [["2", "3"]], ["2: text after a closing quote"]),
      ("a,b\n2,3\n1,\"x\n", [["2", "3"]], ["3: a quoted field is not closed"]),
      ("a,b\n1,x\ry\n2,3\n", [["2", "3"]], ["2: a carriage return without line feed"]),
      ("a,b\n1,\u{0}\n2,3\n", [["2", "3"]], ["2: a NUL byte"]),
      ("a;b\n1;2\n", [["1;2"]], ["1: fields are separated by commas"]),
      (
        "a,a,\n1,2,3\n", [["1", "2", "3"]],
        ["1: column `a` is twice in the header", "1: column 3 has no name in the header"]
      ),
    ] as [(String, [[String?]], [String])])
  func malformed(_ text: String, _ rows: [[String?]], _ problems: [String]) throws {
    let result = try read(text)
    #expect(result.rows == rows)
    #expect(result.problems == problems.map { "data/x.csv:" + $0 })
  }

  @Test("bytes that are not UTF-8 are reported")
  func encoding() throws {
    var chunks: [[UInt8]] = [Array("a,b\n1,".utf8) + [0xE4], Array("\n2,3\n".utf8)]
    var reader = CSVReader(file: "x.csv") { chunks.isEmpty ? nil : chunks.removeFirst() }
    #expect(try reader.records().map(\.fields) == [["2", "3"]])
    #expect(reader.problems.map(\.description) == ["x.csv:2: field 2 is not UTF-8"])
  }

  @Test("an empty file has no header")
  func empty() throws {
    #expect(try read("").problems == ["data/x.csv: the file is empty; it needs a header"])
    #expect(try read("a,b\n").rows == [])
  }

  @Test(
    "whatever is written is read back, in chunks of any size",
    arguments: 1...20 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let alphabet = Array("ab,\"\n\r; ä")
    var expected: [[String?]] = []
    var text = "one,two,three\n"
    for _ in 0..<30 {
      var fields: [String?] = []
      for _ in 0..<3 {
        let length = Int.random(in: 0...6, using: &random)
        fields.append(
          length == 6
            ? nil
            : String(
              (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
            ))
      }
      expected.append(fields)
      text +=
        fields.map { field in
          guard let field else { return "" }
          return "\""
            + field.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
        }.joined(separator: ",") + "\n"
    }
    let rows = try read(text, chunk: Int.random(in: 1...50, using: &random)).rows
    // Compared by bytes: a carriage return before a line feed is one character to Swift.
    #expect(
      rows.map { $0.map { $0.map { Array($0.utf8) } } }
        == expected.map { $0.map { $0.map { Array($0.utf8) } } }, "seed \(seed)")
  }
}
