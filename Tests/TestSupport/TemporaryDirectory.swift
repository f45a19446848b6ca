internal import Platform
internal import Synchronization

/// A new empty directory that is removed when the value goes away, at the latest with the test
/// process. Its mode lets every account enter, so that a PostgreSQL server of another account can
/// live in it.
public final class TemporaryDirectory: Sendable {
  /// Its path, without links.
  public let path: String

  private static let counter = Atomic(0)

  /// Makes one; `label` shows in its name.
  public init(_ label: String = "files") throws {
    let number = Self.counter.add(1, ordering: .relaxed).newValue
    path = "\(try TestProcess.directory())/\(label)-\(number)"
    try FileSystem.makeDirectories(path)
  }

  /// The path of something in it.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  deinit { try? FileSystem.removeTree(path) }
}
