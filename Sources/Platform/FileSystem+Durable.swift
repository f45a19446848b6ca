internal import CLinux
internal import Glibc

extension FileSystem {
  /// Writes a file so that a reader, and a machine after a power cut, sees the old contents or the
  /// new ones and nothing between: temporary file, fsync, rename, fsync of the directory.
  public static func writeAtomically(
    _ bytes: some Sequence<UInt8>, to path: String, mode: UInt32 = 0o644
  ) throws(PlatformError) {
    let contents = Array(bytes)
    try writeAtomically(to: path, mode: mode) { (file: borrowing OpenFile) throws(PlatformError) in
      // A typed throw cannot leave the closure of `withUnsafeBytes`, so it is carried out of it.
      let result = contents.withUnsafeBytes { bytes -> Result<Void, PlatformError> in
        do throws(PlatformError) { return .success(try file.write(bytes)) } catch {
          return .failure(error)
        }
      }
      try result.get()
    }
  }

  /// As above for text, in UTF-8.
  public static func writeAtomically(
    _ text: String, to path: String, mode: UInt32 = 0o644
  ) throws(PlatformError) {
    try writeAtomically(Array(text.utf8), to: path, mode: mode)
  }

  /// As above for contents that `fill` writes piece by piece, or lets a child process write. When
  /// it throws, `path` stays as it was.
  public static func writeAtomically(
    to path: String, mode: UInt32 = 0o644,
    fill: (borrowing OpenFile) throws(PlatformError) -> Void
  ) throws(PlatformError) {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
    do throws(PlatformError) {
      let file = try OpenFile(
        opening: temporary, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
      guard fchmod(file.descriptor, mode) == 0 else {
        throw .system(temporary, "cannot set its mode")
      }
      try fill(file)
      try file.synchronise()
      try file.close()
      try rename(temporary, to: path, replacing: true)
    } catch {
      _ = unlink(temporary)
      throw error
    }
  }

  /// As above for contents that `body` hands over piece by piece, and which may fail for reasons of
  /// its own: then `path` stays as it was, and the reason is thrown.
  public static func writeAtomically(
    to path: String, mode: UInt32 = 0o644,
    pieces body: ((UnsafeRawBufferPointer) throws(PlatformError) -> Void) throws -> Void
  ) throws {
    var reason: (any Error)?
    do {
      try writeAtomically(to: path, mode: mode) {
        (file: borrowing OpenFile) throws(PlatformError) in
        // A borrowed file cannot be captured; its descriptor is valid while `fill` runs.
        let (descriptor, place) = (file.descriptor, file.path)
        do {
          try body { bytes throws(PlatformError) in
            try OpenFile.write(bytes, to: descriptor, path: place)
          }
        } catch {
          reason = error
          throw PlatformError(.file, at: place, "\(error)", remedy: "see to that and do it again")
        }
      }
    } catch {
      throw reason ?? error
    }
  }

  /// Renames within one file system and flushes the directories concerned. Without `replacing`, an
  /// existing `target` is an error (`renameat2` with `RENAME_NOREPLACE`), and there is no moment in
  /// which another program could slip in.
  public static func rename(
    _ source: String, to target: String, replacing: Bool
  ) throws(PlatformError) {
    let flags = replacing ? 0 : UInt32(NIGHTCLOSE_RENAME_NOREPLACE)
    guard renameat2(AT_FDCWD, source, AT_FDCWD, target, flags) == 0 else {
      throw .system(target, "cannot rename \(source) to it")
    }
    try synchroniseDirectories(of: source, target)
  }

  /// Swaps two existing files or directories in one step; nobody sees either name missing.
  public static func exchange(_ first: String, _ second: String) throws(PlatformError) {
    let flags = UInt32(NIGHTCLOSE_RENAME_EXCHANGE)
    guard renameat2(AT_FDCWD, first, AT_FDCWD, second, flags) == 0 else {
      throw .system(second, "cannot exchange it with \(first)")
    }
    try synchroniseDirectories(of: first, second)
  }

  /// Flushes one file or directory to the disk.
  public static func synchronise(_ path: String) throws(PlatformError) {
    let file = try OpenFile(opening: path, flags: O_RDONLY | O_NOFOLLOW)
    try file.synchronise()
  }

  /// Flushes every file and directory below `path`, then `path` itself; links are passed over.
  public static func synchroniseTree(_ path: String) throws(PlatformError) {
    var info = stat()
    guard lstat(path, &info) == 0 else { throw .system(path, "cannot look at it") }
    switch info.st_mode & S_IFMT {
    case S_IFDIR:
      for name in try list(path) { try synchroniseTree("\(path)/\(name)") }
      try synchronise(path)
    case S_IFREG: try synchronise(path)
    default: break
    }
  }

  private static func synchroniseDirectories(
    of first: String, _ second: String
  ) throws(PlatformError) {
    let one = parent(of: first) ?? "/"
    let other = parent(of: second) ?? "/"
    try synchronise(one)
    if other != one { try synchronise(other) }
  }
}
