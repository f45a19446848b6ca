internal import Platform

/// What is published of a shop: where `current` leads, its files, and the figures of the views.
public struct PublishedBooks: Equatable, Sendable, CustomStringConvertible {
  /// Where `current` leads, `2026-02/<close>`.
  public let current: String
  /// SHA-256 of each file of that folder, the manifest included; not of the seal, which names run
  /// and time.
  public let files: [String: String]
  /// A digest of the figures people see.
  public let figures: String

  /// The folder and the figures; the files are compared, not shown.
  public var description: String { "\(current), \(files.count) files, figures \(figures)" }
}

extension CornerShop {
  /// What is published now; `figures` is their digest where the warehouse is on another server.
  public func books(figures: String? = nil) throws -> PublishedBooks {
    let current = try FileSystem.linkTarget("\(output)/\(Self.company)/current")
    return PublishedBooks(
      current: current, files: try digests(current),
      figures: try figures ?? published(Self.figures))
  }

  /// SHA-256 of the files of a published folder.
  public func digests(_ folder: String) throws -> [String: String] {
    let path = "\(output)/\(Self.company)/\(folder)"
    var digests: [String: String] = [:]
    for name in try FileSystem.list(path) where name != "seal.json" {
      digests[name] = try SHA256.digest(ofFile: "\(path)/\(name)").hex
    }
    return digests
  }

  /// What is wrong with the published files: a folder whose files are not those of its manifest, a
  /// file that belongs to none. Folders of unfinished work, whose names begin with a dot, are not
  /// published.
  public func brokenFiles() throws -> [String] {
    let root = "\(output)/\(Self.company)"
    var broken: [String] = []
    for period in try FileSystem.list(root)
    where !period.hasPrefix(".") && !period.hasPrefix("current") && period != "findings" {
      guard FileSystem.isDirectory("\(root)/\(period)") else {
        broken.append(period)
        continue
      }
      for close in try FileSystem.list("\(root)/\(period)") {
        let folder = "\(period)/\(close)"
        let manifest = try? FileSystem.readText("\(root)/\(folder)/manifest.json")
        if manifest.map(Self.named(by:))
          != (try digests(folder).filter { $0.key != "manifest.json" })
        {
          broken.append(folder)
        }
      }
    }
    if !FileSystem.isDirectory("\(root)/current") { broken.append("current leads nowhere") }
    return broken
  }

  /// What an interrupted run left in the folder of published files.
  public func leftovers() throws -> [String] {
    try FileSystem.list("\(output)/\(Self.company)").filter {
      $0.hasPrefix(".") || $0.hasSuffix(".new") || $0.hasSuffix(".tmp")
    }
  }

  /// The digests a manifest names: one line each, `"name" : "digest",`.
  private static func named(by manifest: String) -> [String: String] {
    var digests: [String: String] = [:]
    for line in manifest.split(separator: "\n") {
      let parts = line.split(separator: "\"")
      if parts.count >= 4 { digests[String(parts[1])] = String(parts[3]) }
    }
    return digests
  }
}
