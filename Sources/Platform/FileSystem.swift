internal import Glibc

/// The few operations on files whose durability the product depends on.
public enum FileSystem {
  /// Whether something, also a dangling link, is at `path`.
  public static func exists(_ path: String) -> Bool {
    var info = stat()
    return lstat(path, &info) == 0
  }

  /// Whether a directory, or a link to one, is at `path`.
  public static func isDirectory(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
  }

  /// All bytes of a regular file.
  public static func read(_ path: String) throws(PlatformError) -> [UInt8] {
    let file = try OpenFile(opening: path, flags: O_RDONLY)
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(file.descriptor, &chunk, chunk.count)
      if count > 0 {
        bytes.append(contentsOf: chunk[..<count])
      } else if count == 0 {
        return bytes
      } else if errno != EINTR {
        throw .system(path, "cannot read it")
      }
    }
  }

  /// The text of a file in UTF-8.
  public static func readText(_ path: String) throws(PlatformError) -> String {
    guard let text = String(validating: try read(path), as: UTF8.self) else {
      throw PlatformError(
        .file, at: path, "it is not text in UTF-8", remedy: "save it in UTF-8")
    }
    return text
  }

  /// The names in a directory, sorted by their bytes; neither `.` nor `..`.
  public static func list(_ path: String) throws(PlatformError) -> [String] {
    guard let directory = opendir(path) else { throw .system(path, "cannot list it") }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  /// The path without links, `.` and `..`; the file must exist.
  public static func resolved(_ path: String) throws(PlatformError) -> String {
    guard let pointer = realpath(path, nil) else { throw .system(path, "cannot find it") }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  /// What a symbolic link says, without following it further.
  public static func linkTarget(_ path: String) throws(PlatformError) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count >= 0 else { throw .system(path, "cannot read the link") }
    return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Makes a directory and what is missing above it; the mode holds for those it makes, whatever
  /// the umask says. An existing directory keeps its mode. What root makes belongs to the owner of
  /// the directory it is made in.
  public static func makeDirectories(_ path: String, mode: UInt32 = 0o755) throws(PlatformError) {
    if isDirectory(path) { return }
    if let parent = parent(of: path) { try makeDirectories(parent, mode: mode) }
    if mkdir(path, mode) == 0 {
      guard chmod(path, mode) == 0 else { throw .system(path, "cannot set its mode") }
      let made = try OpenFile(opening: path, flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
      try made.giveToOwnerOfFolder()
    } else if errno != EEXIST {
      throw .system(path, "cannot make the directory")
    } else if !isDirectory(path) {
      throw PlatformError(
        .place, at: path, "it is a file, and a directory is wanted there",
        remedy: "remove it, or choose another path")
    }
  }

  /// Gives what root made in a directory of another account to that account, with all it holds, so
  /// that the account can go on with it. Does nothing for anybody else than root, and to what belongs
  /// to a third account.
  public static func giveToOwner(of directory: String) throws(PlatformError) {
    guard geteuid() == 0 else { return }
    var info = stat()
    guard stat(directory, &info) == 0 else { throw .system(directory, "cannot look at it") }
    if info.st_uid != 0 { try give(directory, info.st_uid, info.st_gid) }
  }

  private static func give(
    _ path: String, _ user: UInt32, _ group: UInt32
  ) throws(PlatformError) {
    var info = stat()
    guard lstat(path, &info) == 0 else { throw .system(path, "cannot look at it") }
    if info.st_mode & S_IFMT == S_IFDIR {
      for name in try list(path) { try give("\(path)/\(name)", user, group) }
    }
    guard info.st_uid == 0 else { return }
    guard lchown(path, user, group) == 0 else {
      throw .system(path, "cannot give it to the directory's owner")
    }
  }

  /// Removes a file, or a directory with all it holds; links are removed, not followed. That
  /// nothing is there is no error.
  public static func removeTree(_ path: String) throws(PlatformError) {
    var info = stat()
    guard lstat(path, &info) == 0 else {
      if errno == ENOENT { return }
      throw .system(path, "cannot look at it")
    }
    if info.st_mode & S_IFMT == S_IFDIR {
      for name in try list(path) { try removeTree("\(path)/\(name)") }
      guard rmdir(path) == 0 || errno == ENOENT else { throw .system(path, "cannot remove it") }
    } else {
      guard unlink(path) == 0 || errno == ENOENT else { throw .system(path, "cannot remove it") }
    }
  }

  /// The directory that holds `path`; `nil` for `/` and for a bare name's missing parent.
  public static func parent(of path: String) -> String? {
    var text = Substring(path)
    while text.count > 1 && text.hasSuffix("/") { text.removeLast() }
    guard text != "/" else { return nil }
    guard let slash = text.lastIndex(of: "/") else { return "." == text ? nil : "." }
    return slash == text.startIndex ? "/" : String(text[..<slash])
  }

  /// The path made absolute by the working directory, without resolving links.
  public static func absolute(_ path: String) throws(PlatformError) -> String {
    if path.hasPrefix("/") { return path }
    guard let pointer = getcwd(nil, 0) else { throw .system(".", "cannot find the directory") }
    defer { free(pointer) }
    return "\(String(cString: pointer))/\(path)"
  }
}
