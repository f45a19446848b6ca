internal import Foundation

/// The configuration of an installation: what the product ships below what the customer wrote,
/// merged file by file. A file of the customer replaces the shipped one at the same path; one that
/// starts with `extends:` adds to another (see `ConfigurationTree.document`).
public struct ConfigurationTree: Sendable {
  /// Where a file comes from.
  public enum Origin: Hashable, Sendable, CustomStringConvertible {
    /// The binary.
    case shipped
    /// The customer's configuration directory.
    case directory

    /// `shipped` or `configured`.
    public var description: String { self == .shipped ? "shipped" : "configured" }
  }

  /// A file of the tree.
  public struct File: Hashable, Sendable {
    /// Its path below the root: `jobs/nightclose.yaml`.
    public let path: String
    /// Its text.
    public let text: String
    /// Where it comes from.
    public let origin: Origin
  }

  /// The files by path.
  public let files: [String: File]
  /// The customer's configuration directory; `nil` when only the shipped files count.
  public let directory: String?
  private let shipped: [String: String]

  /// The texts the product ships, by path.
  public static var shippedTexts: [String: String] { ShippedFiles.contents }

  /// A tree of two layers of texts by path.
  public init(
    shipped: [String: String] = ConfigurationTree.shippedTexts, configured: [String: String] = [:],
    directory: String? = nil
  ) {
    self.shipped = shipped
    self.directory = directory
    var files = shipped.reduce(into: [String: File]()) {
      $0[$1.key] = File(path: $1.key, text: $1.value, origin: .shipped)
    }
    for (path, text) in configured {
      files[path] = File(path: path, text: text, origin: .directory)
    }
    self.files = files
  }

  /// The paths, in order.
  public var paths: [String] { files.keys.sorted() }

  /// The paths below a folder with an ending: `paths(below: "jobs/companies", suffix: ".yaml")`.
  public func paths(below folder: String, suffix: String) -> [String] {
    paths.filter { $0.hasPrefix(folder + "/") && $0.hasSuffix(suffix) }
  }

  /// The text of a file; `nil` when neither layer has it.
  public func text(_ path: String) -> String? { files[path]?.text }

  /// The text of a shipped file, also where the customer replaced it.
  public func shippedText(_ path: String) -> String? { shipped[path] }
}

extension ConfigurationTree {
  /// Why the configuration directory cannot be read.
  public struct Unreadable: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file or folder.
    public let path: String
    /// What the system said.
    public let reason: String

    /// Where, what, what to do.
    public var description: String {
      "\(path): \(reason); check --config-dir and the file's permissions"
    }
  }

  /// The endings of files that belong to a configuration.
  static let kept: Set<String> = ["yaml", "sql", "csv", "md", "mustache", "css"]

  /// The configuration directory: the one given, else the nearest ancestor of the working directory
  /// that has both `jobs/` and `reports/`, else `/etc/nightclose` where it exists, else `nil`.
  public static func directory(given: String?, workingDirectory: String) -> String? {
    if let given { return given }
    var folder = URL(filePath: workingDirectory, directoryHint: .isDirectory).standardizedFileURL
    while true {
      if isFolder(folder.appending(path: "jobs")), isFolder(folder.appending(path: "reports")) {
        let path = folder.path(percentEncoded: false)
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      }
      let parent = folder.deletingLastPathComponent().standardizedFileURL
      if parent.path(percentEncoded: false) == folder.path(percentEncoded: false) { break }
      folder = parent
    }
    return isFolder(URL(filePath: "/etc/nightclose")) ? "/etc/nightclose" : nil
  }

  /// Reads the customer's layer over the shipped one. Data files of companies
  /// (`jobs/companies/<code>/data/`) are inputs of a run, not configuration, and are left out.
  ///
  /// - Throws: `Unreadable`.
  public static func load(
    directory: String?, shipped: [String: String] = ConfigurationTree.shippedTexts
  ) throws -> ConfigurationTree {
    guard let directory else { return ConfigurationTree(shipped: shipped) }
    let root = URL(filePath: directory, directoryHint: .isDirectory)
    guard isFolder(root) else { throw Unreadable(path: directory, reason: "there is no folder") }
    var texts: [String: String] = [:]
    for top in ["jobs", "reports"] {
      try read(root.appending(path: top), as: top, into: &texts)
    }
    return ConfigurationTree(shipped: shipped, configured: texts, directory: directory)
  }

  private static func read(
    _ folder: URL, as path: String, into texts: inout [String: String]
  ) throws {
    guard isFolder(folder) else { return }
    let parts = path.split(separator: "/")
    if parts.count == 4, parts[1] == "companies", parts[3] == "data" { return }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(
        atPath: folder.path(percentEncoded: false))
    } catch {
      throw Unreadable(path: path, reason: "\(error)")
    }
    for name in names where !name.hasPrefix(".") {
      let item = folder.appending(path: name)
      let itemPath = path + "/" + name
      if isFolder(item) {
        try read(item, as: itemPath, into: &texts)
      } else if kept.contains(item.pathExtension) {
        guard let data = FileManager.default.contents(atPath: item.path(percentEncoded: false))
        else { throw Unreadable(path: itemPath, reason: "it cannot be read") }
        guard let text = String(data: data, encoding: .utf8) else {
          throw Unreadable(path: itemPath, reason: "it is not UTF-8")
        }
        texts[itemPath] = text
      }
    }
  }

  private static func isFolder(_ url: URL) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(
      atPath: url.path(percentEncoded: false), isDirectory: &isDirectory) && isDirectory.boolValue
  }
}
