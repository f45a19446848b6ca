internal import CCrypto

/// SHA-256 of bytes that come piece by piece (libcrypto's EVP interface).
///
/// A class, so that a closure can be handed down to code that feeds it canonical bytes. It is not
/// `Sendable`: one thread feeds it.
public final class SHA256 {
  private let context: OpaquePointer

  /// An empty digest in the making.
  public init() {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      fatalError("libcrypto cannot start SHA-256: out of memory, or the algorithm is disabled")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds bytes.
  public func update(_ bytes: UnsafeRawBufferPointer) {
    guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
      fatalError("libcrypto failed to update SHA-256")
    }
  }

  /// Adds bytes.
  public func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Adds the text's bytes in UTF-8, with neither length nor terminator.
  public func update(_ text: String) {
    var text = text
    text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
  }

  /// The digest of all bytes so far; more may follow, for a digest of the longer sequence.
  public func digest() -> SHA256Digest {
    guard let copy = EVP_MD_CTX_new(), EVP_MD_CTX_copy_ex(copy, context) == 1 else {
      fatalError("libcrypto cannot copy the state of SHA-256: out of memory")
    }
    defer { EVP_MD_CTX_free(copy) }
    var bytes = [UInt8](repeating: 0, count: SHA256Digest.byteCount)
    guard EVP_DigestFinal_ex(copy, &bytes, nil) == 1 else {
      fatalError("libcrypto failed to finish SHA-256")
    }
    return SHA256Digest(checked: bytes)
  }

  /// Forgets all bytes so far.
  func restart() {
    guard EVP_DigestInit_ex(context, nil, nil) == 1 else {
      fatalError("libcrypto cannot start SHA-256 again")
    }
  }

  /// The digest of all bytes so far in words, the first byte highest; `restart` must follow.
  func finish() -> (UInt64, UInt64, UInt64, UInt64) {
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    let isFinished = withUnsafeMutableBytes(of: &words) { bytes in
      EVP_DigestFinal_ex(context, bytes.bindMemory(to: UInt8.self).baseAddress, nil) == 1
    }
    guard isFinished else { fatalError("libcrypto failed to finish SHA-256") }
    return (
      words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian
    )
  }

  /// The digest of a text's bytes in UTF-8.
  public static func digest(of text: String) -> SHA256Digest {
    let hash = SHA256()
    hash.update(text)
    return hash.digest()
  }

  /// The digest of a file's contents.
  public static func digest(ofFile path: String) throws(PlatformError) -> SHA256Digest {
    let hash = SHA256()
    hash.update(try FileSystem.read(path))
    return hash.digest()
  }
}
