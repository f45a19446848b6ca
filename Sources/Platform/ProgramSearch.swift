internal import Glibc

/// Finds programs the way a shell does.
enum ProgramSearch {
  static func isExecutable(_ path: String) -> Bool {
    access(path, X_OK) == 0 && !FileSystem.isDirectory(path)
  }

  /// The first executable of that name in a search path like `$PATH`.
  static func find(_ name: String, in path: String?) -> String? {
    for directory in (path ?? "").split(separator: ":") {
      let candidate = "\(directory)/\(name)"
      if isExecutable(candidate) { return candidate }
    }
    return nil
  }
}
