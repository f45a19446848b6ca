import AccountingValues
import Foundation
import Platform

extension PublishedFiles {
  /// Folders of closes that another close of the same period took the place of before a moment, and
  /// of findings of blocked runs that are older. The newest of each kind stays, as do closes that
  /// readers see, `current`, and the FINAL reports of closed periods.
  ///
  /// - Parameters:
  ///   - moment: what was superseded later stays.
  ///   - published: the identities of the closes that readers see.
  /// - Returns: paths, in order.
  /// - Throws: `PlatformError` for a folder that cannot be listed.
  func superseded(before moment: Timestamp, keeping published: Set<String>) throws -> [String] {
    let kept = Set(published.map { String($0.prefix(12)) })
    let current = try? FileManager.default.destinationOfSymbolicLink(atPath: home + "/current")
    var found: [String] = []
    for period in try names(in: home) where period != "current" && period != "findings" {
      let closes = try names(in: home + "/" + period).compactMap { name -> Close? in
        guard Self.isClose(name), let at = publishedAt("\(home)/\(period)/\(name)") else {
          return nil
        }
        return Close(name: name, publishedAt: at)
      }.sorted { ($0.publishedAt, $0.name) < ($1.publishedAt, $1.name) }
      for (close, next) in zip(closes, closes.dropFirst())
      where next.publishedAt < moment.description
        && !kept.contains(close.name) && current != "\(period)/\(close.name)"
      {
        found.append("\(home)/\(period)/\(close.name)")
      }
    }
    return found + (try oldFindings(before: moment))
  }

  private struct Close {
    let name: String
    /// As seals write it: such texts sort like the moments.
    let publishedAt: String
  }

  /// Removes what an interrupted removal left.
  func finishRemovals() throws {
    guard FileSystem.isDirectory(home) else { return }
    for name in try FileSystem.list(home) where name.hasPrefix(".removing-") {
      try FileSystem.removeTree(home + "/" + name)
    }
  }

  /// Removes a folder. It gets another name first, so that nobody finds half a close there.
  func remove(_ folder: String) throws {
    let aside = "\(home)/.removing-\(folder.split(separator: "/").suffix(2).joined(separator: "-"))"
    try FileSystem.removeTree(aside)
    try FileSystem.rename(folder, to: aside, replacing: false)
    try FileSystem.removeTree(aside)
  }

  private func oldFindings(before moment: Timestamp) throws -> [String] {
    let days = try names(in: home + "/findings").filter { CivilDate($0) != nil }
    return days.dropLast().map { "\(home)/findings/\($0)" }.filter {
      (modified($0) ?? .max) < moment.microsecondsSince1970 / 1_000_000
    }
  }

  /// The names in a folder, in order; none where there is no folder.
  private func names(in folder: String) throws -> [String] {
    guard FileSystem.isDirectory(folder) else { return [] }
    return try FileSystem.list(folder).filter { !$0.hasPrefix(".") }.sorted()
  }

  /// A close's folder is named by the first twelve digits of its identity.
  private static func isClose(_ name: String) -> Bool {
    name.count == 12 && name.allSatisfy(\.isHexDigit)
  }

  /// When a close was published; `nil` for a folder without seal. The seal of a close that a later
  /// run moved into place does not say it, the file's own date does.
  private func publishedAt(_ folder: String) -> String? {
    guard let data = FileManager.default.contents(atPath: folder + "/seal.json"),
      let record = try? JSONDecoder().decode([String: String].self, from: data)
    else { return nil }
    return record["published_at"]
      ?? modified(folder + "/seal.json").map {
        Timestamp(microsecondsSince1970: $0 * 1_000_000).description
      }
  }

  private func modified(_ path: String) -> Int64? {
    let facts = try? FileManager.default.attributesOfItem(atPath: path)
    return (facts?[.modificationDate] as? Date).map { Int64($0.timeIntervalSince1970) }
  }
}
