import AccountingValues
import Testing

@Suite("Packed numbers: what is written is read back")
struct PackedNumbersTests {
  @Test(
    "numbers and their bytes",
    arguments: [
      (0, [0x00]), (-1, [0x01]), (1, [0x02]), (63, [0x7E]), (64, [0x80, 0x01]),
      (-65, [0x81, 0x01]),
      (.max, [0xFE] + Array(repeating: 0xFF, count: 8) + [0x01]),
      (.min, Array(repeating: 0xFF, count: 9) + [0x01]),
    ] as [(Int64, [UInt8])])
  func bytes(_ number: Int64, _ expected: [UInt8]) {
    var bytes: [UInt8] = []
    bytes.appendPacked(number)
    #expect(bytes == expected)
    var offset = 0
    #expect(bytes.packedNumber(at: &offset) == number)
    #expect(offset == bytes.count)
  }
}
