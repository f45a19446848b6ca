/// A SHA-256 digest in four words, for collections that hold one of millions of small things.
public struct Fingerprint: Hashable, Sendable, BitwiseCopyable {
  /// The bytes in their order, eight a word, the first highest.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

  /// A fingerprint from its 32 bytes, else `nil`.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == SHA256Digest.byteCount else { return nil }
    func word(_ index: Int) -> UInt64 {
      bytes[(8 * index)..<(8 * index + 8)].reduce(0) { $0 << 8 | UInt64($1) }
    }
    words = (word(0), word(1), word(2), word(3))
  }

  /// The bytes, 32 of them.
  public var bytes: [UInt8] {
    [words.0, words.1, words.2, words.3].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
    }
  }

  /// The first half, which is enough to tell contents apart that nobody chose to be alike.
  public var half: Half { Half(words: (words.0, words.1)) }

  /// By their bytes.
  public static func == (a: Fingerprint, b: Fingerprint) -> Bool { a.words == b.words }

  /// Hashes by the first word, which is as random as all.
  public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

  /// The first 16 bytes of a fingerprint.
  public struct Half: Hashable, Sendable, BitwiseCopyable {
    fileprivate let words: (UInt64, UInt64)

    /// By their bytes.
    public static func == (a: Half, b: Half) -> Bool { a.words == b.words }

    /// Hashes by the first word.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
  }
}

extension SHA256 {
  /// The fingerprint of one thing.
  ///
  /// - Parameter bytes: the whole of it.
  /// - Returns: its digest. What was fed before is forgotten, so that one instance serves for many
  ///   things.
  public func fingerprint(of bytes: [UInt8]) -> Fingerprint {
    restart()
    update(bytes)
    return Fingerprint(words: finish())
  }
}
