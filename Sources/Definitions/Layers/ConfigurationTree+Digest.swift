extension ConfigurationTree {
  /// Whether a file decides about a company's figures and reports. `jobs/nightclose.yaml` says only
  /// where servers and folders are, documentation says nothing to the program, and the files of other
  /// companies and of ERPs the company does not use do not concern it.
  public static func decides(_ path: String, forCompany code: String, sources: Set<String>) -> Bool
  {
    if path == "jobs/nightclose.yaml" || path.hasSuffix(".md") { return false }
    let parts = path.split(separator: "/")
    guard parts.count >= 3 else { return true }
    switch parts[1] {
    case "companies": return parts[2] == code[...] || parts[2] == code + ".yaml"
    case "sources": return sources.contains(String(parts[2]))
    default: return true
    }
  }

  /// Feeds the bytes the configuration digest of a company is made of, in one order on every
  /// machine: per file its path, a NUL, the length of its text in digits, a NUL, and the text.
  /// Files that a company file `extends:` are fed with it.
  public func feedDigest(
    company code: String, sources: Set<String>, _ feed: ([UInt8]) -> Void
  ) {
    var wanted = Set(files.keys.filter { Self.decides($0, forCompany: code, sources: sources) })
    for path in wanted { wanted.formUnion(extendedPaths(from: path)) }
    for path in wanted.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      feedText(path, text(path), feed)
      // A file that extends the shipped one at its own path depends on both.
      if files[path]?.origin == .directory, extendedPaths(from: path).contains(path) {
        feedText("shipped:" + path, shippedText(path), feed)
      }
    }
  }

  private func feedText(_ name: String, _ text: String?, _ feed: ([UInt8]) -> Void) {
    let bytes = Array((text ?? "").utf8)
    feed(Array(name.utf8) + [0] + Array(String(bytes.count).utf8) + [0])
    feed(bytes)
  }
}

// MARK: - Kept texts

extension ConfigurationTree {
  /// The bytes of `feedDigest` in one piece: what a closed period keeps of its configuration. Their
  /// digest is the configuration digest, so that they prove themselves.
  ///
  /// - Parameters:
  ///   - code: the company.
  ///   - sources: the ERPs it is read from.
  /// - Returns: every text that decides about the company, with its path.
  public func digestBytes(company code: String, sources: Set<String>) -> [UInt8] {
    var bytes: [UInt8] = []
    feedDigest(company: code, sources: sources) { bytes += $0 }
    return bytes
  }

  /// The tree that `digestBytes` were made of, as far as they go; `nil` of anything else.
  ///
  /// - Parameter digestBytes: paths and texts, as `feedDigest` feeds them.
  public init?(digestBytes: [UInt8]) {
    var left = digestBytes[...]
    func text(before end: UInt8) -> String? {
      guard let index = left.firstIndex(of: end) else { return nil }
      defer { left = left[(index + 1)...] }
      return String(validating: left[..<index], as: UTF8.self)
    }
    var texts: [String: String] = [:]
    var below: [String: String] = [:]
    while !left.isEmpty {
      guard let path = text(before: 0), let count = text(before: 0).flatMap({ Int($0) }),
        count >= 0,
        count <= left.count, let body = String(validating: left.prefix(count), as: UTF8.self)
      else { return nil }
      left = left.dropFirst(count)
      if path.hasPrefix("shipped:") {
        below[String(path.dropFirst("shipped:".count))] = body
      } else {
        texts[path] = body
      }
    }
    self.init(shipped: below, configured: texts)
  }
}
