import CXLSXWriter
import Glibc

/// Reads a ZIP file as far as a workbook needs: its directory, and each entry's bytes with their
/// checksum proven. Entries beyond 4 GiB, encryption and split archives are refused.
struct ZipArchive: ~Copyable {
  struct Entry {
    var name: String
    var method: UInt16
    var crc: UInt32
    var packedCount: Int
    var count: Int
    var offset: Int
  }

  private let descriptor: Int32
  private let path: String
  private let size: Int
  private(set) var entries: [Entry] = []

  init(opening path: String) throws(ReportingError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    size = Int(lseek(descriptor, 0, SEEK_END))
    if descriptor < 0 {
      throw .damaged(path: path, reason: "it cannot be opened")
    }
    try readDirectory()
  }

  deinit { _ = Glibc.close(descriptor) }

  private func bytes(at offset: Int, count: Int) throws(ReportingError) -> [UInt8] {
    guard offset + count <= size else {
      throw .damaged(path: path, reason: "the file is too short")
    }
    var buffer = [UInt8](repeating: 0, count: count)
    let found = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, offset) }
    guard found == count else { throw .damaged(path: path, reason: "the file is too short") }
    return buffer
  }

  private mutating func readDirectory() throws(ReportingError) {
    // Written without a comment, so the end record is the last 22 bytes.
    guard size >= 22 else { throw .damaged(path: path, reason: "the file is too short") }
    let end = try bytes(at: size - 22, count: 22)
    guard end.word32(0) == 0x0605_4B50 else {
      throw .damaged(path: path, reason: "the archive's directory is missing")
    }
    let directory = try bytes(at: Int(end.word32(16)), count: Int(end.word32(12)))
    var at = 0
    for _ in 0..<Int(end.word16(10)) {
      guard at + 46 <= directory.count, directory.word32(at) == 0x0201_4B50 else {
        throw .damaged(path: path, reason: "the archive's directory is broken")
      }
      let nameCount = Int(directory.word16(at + 28))
      let rest = Int(directory.word16(at + 30)) + Int(directory.word16(at + 32))
      guard at + 46 + nameCount <= directory.count else {
        throw .damaged(path: path, reason: "the archive's directory is broken")
      }
      entries.append(
        Entry(
          name: String(decoding: directory[(at + 46)..<(at + 46 + nameCount)], as: UTF8.self),
          method: directory.word16(at + 10), crc: directory.word32(at + 16),
          packedCount: Int(directory.word32(at + 20)), count: Int(directory.word32(at + 24)),
          offset: Int(directory.word32(at + 42))))
      at += 46 + nameCount + rest
    }
  }

  /// Hands over an entry's bytes piece by piece; its length and checksum are proven at the end.
  func read(
    _ entry: Entry, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(ReportingError) {
    let header = try bytes(at: entry.offset, count: 30)
    guard header.word32(0) == 0x0403_4B50, entry.method == UInt16(Z_DEFLATED) else {
      throw .damaged(path: path, reason: "\(entry.name) is not a deflated entry")
    }
    let start = entry.offset + 30 + Int(header.word16(26)) + Int(header.word16(28))
    var checksum: UInt = crc32(0, nil, 0)
    var count = 0
    try inflate(entry, from: start) { piece in
      checksum = crc32(checksum, piece.bindMemory(to: UInt8.self).baseAddress, UInt32(piece.count))
      count += piece.count
      body(piece)
    }
    guard count == entry.count, UInt32(truncatingIfNeeded: checksum) == entry.crc else {
      throw .damaged(path: path, reason: "\(entry.name) fails its checksum")
    }
  }

  private func inflate(
    _ entry: Entry, from start: Int, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(ReportingError) {
    let pieceCount = 1 << 16
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceCount, alignment: 16)
    defer { piece.deallocate() }
    var stream = z_stream()
    // Negative window bits: a bare deflate stream without zlib's own header.
    guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw .damaged(path: path, reason: "no memory to unpack \(entry.name)") }
    defer { inflateEnd(&stream) }
    var done = 0
    var state = Z_OK
    while state == Z_OK, done < entry.packedCount {
      var packed = try bytes(
        at: start + done, count: min(pieceCount, entry.packedCount - done))
      done += packed.count
      packed.withUnsafeMutableBytes { input in
        stream.next_in = input.bindMemory(to: UInt8.self).baseAddress
        stream.avail_in = UInt32(input.count)
        repeat {
          stream.next_out = piece.bindMemory(to: UInt8.self).baseAddress
          stream.avail_out = UInt32(pieceCount)
          state = CXLSXWriter.inflate(&stream, Z_NO_FLUSH)
          body(UnsafeRawBufferPointer(rebasing: piece[..<(pieceCount - Int(stream.avail_out))]))
        } while state == Z_OK && (stream.avail_in > 0 || stream.avail_out == 0)
        // Everything given was used: more input is needed, which is no failure.
        if state == Z_BUF_ERROR { state = Z_OK }
      }
    }
    guard state == Z_STREAM_END else {
      throw .damaged(path: path, reason: "\(entry.name) ends early")
    }
  }
}

extension [UInt8] {
  /// Two bytes, the lower first.
  fileprivate func word16(_ at: Int) -> UInt16 { UInt16(self[at]) | UInt16(self[at + 1]) << 8 }
  /// Four bytes, the lowest first.
  fileprivate func word32(_ at: Int) -> UInt32 {
    UInt32(word16(at)) | UInt32(word16(at + 2)) << 16
  }
}
