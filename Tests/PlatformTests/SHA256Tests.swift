import TestSupport
import Testing

@testable import Platform

@Suite("SHA-256")
struct SHA256Tests {
  @Test(
    "the examples of FIPS 180-4",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func examples(_ text: String, _ hex: String) {
    #expect(SHA256.digest(of: text).hex == hex)
    #expect(SHA256Digest(hex: hex.uppercased()) == SHA256.digest(of: text))
  }

  @Test("a million letters a, in pieces of seeded lengths", arguments: [1, 2, 3] as [UInt64])
  func pieces(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let hash = SHA256()
    var rest = 1_000_000
    while rest > 0 {
      let count = min(rest, Int.random(in: 0...5000, using: &random))
      hash.update([UInt8](repeating: 0x61, count: count))
      rest -= count
    }
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(hash.digest().hex == expected, "seed \(seed)")
  }

  @Test("one instance fingerprints many things, each as a digest of its own")
  func fingerprints() throws {
    let hash = SHA256()
    hash.update("forgotten")
    for text in ["", "abc", String(repeating: "long ", count: 1000), "abc"] {
      let fingerprint = hash.fingerprint(of: Array(text.utf8))
      let digest = SHA256.digest(of: text).bytes
      #expect(fingerprint.bytes == digest)
      #expect(Fingerprint(digest) == fingerprint && Fingerprint(digest)?.half == fingerprint.half)
      var other = digest
      other[31] ^= 1
      #expect(try #require(Fingerprint(other)) != fingerprint)
      #expect(Fingerprint(other)?.half == fingerprint.half)
      other[15] ^= 1
      #expect(Fingerprint(other)?.half != fingerprint.half)
    }
    #expect(Fingerprint([1, 2, 3]) == nil)
  }

  @Test("a digest may be taken on the way")
  func intermediate() {
    let hash = SHA256()
    hash.update("ab")
    #expect(hash.digest() == SHA256.digest(of: "ab"))
    hash.update("c")
    #expect(hash.digest() == SHA256.digest(of: "abc"))
  }

  @Test("other texts are no digests", arguments: ["", "ab", String(repeating: "g", count: 64)])
  func malformed(_ text: String) { #expect(SHA256Digest(hex: text) == nil) }
}
