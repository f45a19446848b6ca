internal import Glibc
internal import Platform
public import Testing

/// Where the data of real companies is, which is no part of the product: `$NIGHTCLOSE_TEST_DATA`,
/// else `shared/data` in a folder above this checkout. Tests that need it carry
/// ``RealData/isNeeded(_:)`` and are skipped by name where it is absent; Tests/run counts them.
public enum RealData {
  /// The folder of a data set such as `adventureworks`, if it is there.
  public static func folder(_ name: String) -> String? {
    guard let root else { return nil }
    let path = "\(root)/\(name)"
    return FileSystem.isDirectory(path) ? path : nil
  }

  /// A trait that skips the test or suite when the data set is absent.
  public static func isNeeded(_ name: String) -> ConditionTrait {
    .enabled(
      if: folder(name) != nil,
      "the data set \(name) is absent: set NIGHTCLOSE_TEST_DATA to the folder that holds it")
  }

  /// The root of this checkout.
  public static let checkout: String = {
    let tests = FileSystem.parent(of: FileSystem.parent(of: #filePath) ?? "/") ?? "/"
    return FileSystem.parent(of: tests) ?? "/"
  }()

  private static let root: String? = {
    if let value = getenv("NIGHTCLOSE_TEST_DATA") { return String(cString: value) }
    var folder: String? = checkout
    while let current = folder {
      let candidate = "\(current)/shared/data"
      if FileSystem.isDirectory(candidate) { return candidate }
      folder = FileSystem.parent(of: current)
    }
    return nil
  }()
}
