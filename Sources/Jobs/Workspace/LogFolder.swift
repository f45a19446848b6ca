import AccountingValues
import Foundation
import Platform

/// The folder of the structured log: one file that is written, `nightclose.log`, and those of former
/// days beside it.
struct LogFolder {
  private let path: String

  init(_ path: String) { self.path = path }

  /// The file that is written.
  var current: String { path + "/nightclose.log" }

  /// Sets the log of a former day aside. A process that still writes to it goes on doing so under its
  /// new name; two that begin at once do not disturb each other.
  func rotate(today: CivilDate) throws {
    guard let day = try lastWritten(current)?.day, day < today else { return }
    let aside = "\(path)/nightclose-\(day).log"
    guard !FileSystem.exists(aside) else { return }
    do { try FileSystem.rename(current, to: aside, replacing: false) } catch {
      if FileSystem.exists(aside) { return }
      throw error
    }
  }

  /// Removes the logs of former days that were last written before a moment.
  func collect(olderThan moment: Timestamp) throws {
    guard FileSystem.isDirectory(path) else { return }
    for name in try FileSystem.list(path)
    where name.hasPrefix("nightclose-") && name.hasSuffix(".log") {
      let file = path + "/" + name
      if let written = try lastWritten(file), written < moment { try FileSystem.removeTree(file) }
    }
  }

  private func lastWritten(_ file: String) throws -> Timestamp? {
    guard FileSystem.exists(file) else { return nil }
    let date = try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
    return date.map {
      Timestamp(microsecondsSince1970: Int64($0.timeIntervalSince1970 * 1_000_000))
    }
  }
}

extension Timestamp {
  /// The civil day it lies in, in UTC.
  fileprivate var day: CivilDate {
    BusinessClock(secondsSince1970: microsecondsSince1970 / 1_000_000).today
  }
}
