internal import Glibc
public import Platform

/// A new empty directory under /tmp that is removed when the value goes away. Its mode lets every
/// account enter, so that a PostgreSQL server of another account can live in it.
public final class TemporaryDirectory: Sendable {
  /// Its path, without links.
  public let path: String

  /// Makes one; `label` shows in its name.
  public init(_ label: String = "files") throws(PlatformError) {
    let name = "/tmp/nightclose-\(label)-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    try FileSystem.makeDirectories(name)
    path = name
  }

  /// The path of something in it.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  deinit { try? FileSystem.removeTree(path) }
}
