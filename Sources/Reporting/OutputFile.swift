import Glibc

/// A new file, written in large pieces, every refusal of the operating system an error. `close`
/// brings it to the disk and reads it back.
struct OutputFile: ~Copyable {
  private let descriptor: Int32
  let path: String
  private(set) var byteCount = 0
  private var digest = ByteDigest()

  /// Owner and group read a report, as far as the umask lets them; nobody else does.
  static let mode: mode_t = 0o640

  init(creating path: String) throws(ReportingError) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, Self.mode)
    self.path = path
    if descriptor < 0 { throw .cannotWrite(path: path, reason: Self.lastReason()) }
  }

  deinit { _ = Glibc.close(descriptor) }

  mutating func write(_ bytes: [UInt8]) throws(ReportingError) {
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + offset }, bytes.count - offset)
      }
      if written < 0 {
        if errno == EINTR { continue }
        throw .cannotWrite(path: path, reason: Self.lastReason())
      }
      offset += written
    }
    bytes.withUnsafeBytes { digest.add($0) }
    byteCount += bytes.count
  }

  /// Brings the bytes to the disk and compares what the file holds with what was written.
  consuming func finish() throws(ReportingError) {
    // A device or pipe cannot be synchronised; it is not read back either.
    if fsync(descriptor) != 0, errno != EINVAL {
      throw .cannotWrite(path: path, reason: Self.lastReason())
    }
    let found = try Self.digest(of: path)
    guard found == digest else {
      throw .damaged(path: path, reason: "\(byteCount) bytes were written")
    }
  }

  private static func digest(of path: String) throws(ReportingError) -> ByteDigest {
    var digest = ByteDigest()
    try InputFile.read(path) { digest.add($0) }
    return digest
  }

  static func lastReason() -> String { String(cString: strerror(errno)) }
}

/// Reads files in pieces.
enum InputFile {
  static func read(
    _ path: String, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(ReportingError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 {
      throw .damaged(path: path, reason: "it cannot be opened: \(OutputFile.lastReason())")
    }
    defer { _ = Glibc.close(descriptor) }
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { piece.deallocate() }
    while true {
      let count = Glibc.read(descriptor, piece.baseAddress, piece.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw .damaged(path: path, reason: "it cannot be read: \(OutputFile.lastReason())")
      }
      if count == 0 { return }
      body(UnsafeRawBufferPointer(rebasing: piece[..<count]))
    }
  }
}

/// A 64-bit fingerprint of bytes in order (Fowler, Noll, Vo: FNV-1a). It tells damage, not malice;
/// published files have their SHA-256 in the manifest.
struct ByteDigest: Hashable {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325
  private(set) var count = 0

  mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    count += 1
  }

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { add(byte) }
  }

  mutating func add(_ word: UInt64) {
    value = (value ^ word) &* 0x0000_0100_0000_01B3
    value ^= value >> 29
    count += 8
  }
}
