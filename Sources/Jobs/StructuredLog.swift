import AccountingValues
import Foundation
public import Logging

/// A log handler that appends one JSON object per line to a file: time, level, message and the
/// metadata, keys sorted. The file is opened in append mode, so that runs of several processes do not
/// tear lines.
public struct StructuredLog: LogHandler {
  /// What is logged.
  public var logLevel: Logger.Level = .info
  /// Metadata of every line.
  public var metadata: Logger.Metadata = [:]
  private let file: Int32

  /// Opens or creates a log file, readable by its owner and group.
  ///
  /// - Throws: `JobError` with exit code 73 when the file cannot be opened.
  public init(path: String) throws(JobError) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else {
      throw JobError(
        .cannotCreate, "the log file \(path) cannot be opened: \(String(cString: strerror(errno)))",
        action: "let the account that runs nightclose write there, or choose another --state")
    }
    file = descriptor
  }

  /// One value of the metadata.
  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes one line with one call, so that lines of several processes never mix.
  public func log(event: LogEvent) {
    var fields = metadata
    if let more = event.metadata { fields.merge(more) { _, new in new } }
    var line: [String: String] = fields.mapValues { "\($0)" }
    line["time"] = Self.time(Date())
    line["level"] = event.level.rawValue
    line["message"] = "\(event.message)"
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard var bytes = try? encoder.encode(line) else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.withUnsafeBytes { buffer in
      if let base = buffer.baseAddress { _ = write(file, base, buffer.count) }
    }
  }

  private static func time(_ date: Date) -> String {
    let micros = Int64((date.timeIntervalSince1970 * 1_000_000).rounded(.down))
    return "\(Timestamp(microsecondsSince1970: micros))Z"
  }
}
