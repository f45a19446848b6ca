internal import Glibc

/// An open file that closes itself; no child process inherits it.
public struct OpenFile: ~Copyable {
  /// The descriptor, valid while this value lives.
  public let descriptor: Int32
  /// The path it was opened by, for messages.
  public let path: String
  private var isOpen = true

  init(owning descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// Opens `path` with the given flags of open(2), always close-on-exec.
  public init(
    opening path: String, flags: Int32, mode: UInt32 = 0o600
  ) throws(PlatformError) {
    let descriptor = open(path, flags | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .system(path, "cannot open it") }
    self.init(owning: descriptor, path: path)
  }

  /// Closes the file and reports what close(2) says, which on some file systems is a late write error.
  public consuming func close() throws(PlatformError) {
    isOpen = false
    guard Glibc.close(descriptor) == 0 || errno == EINTR else {
      throw .system(path, "cannot close it")
    }
  }

  /// Writes all bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(PlatformError) {
    try Self.write(bytes, to: descriptor, path: path)
  }

  /// Writes all bytes to a descriptor that some `OpenFile` keeps open.
  static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String
  ) throws(PlatformError) {
    var rest = bytes
    while let base = rest.baseAddress, !rest.isEmpty {
      let count = Glibc.write(descriptor, base, rest.count)
      if count > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if count == 0 || errno != EINTR {
        throw .system(path, "cannot write to it")
      }
    }
  }

  /// Forces contents and size to the disk.
  public func synchronise() throws(PlatformError) {
    guard fsync(descriptor) == 0 else { throw .system(path, "cannot flush it to disk") }
  }

  /// What root makes in another account's folder must not lock that account out, so it becomes
  /// that account's. Does nothing for anybody else than root.
  func giveToOwnerOfFolder() throws(PlatformError) {
    guard geteuid() == 0 else { return }
    var folder = stat()
    var file = stat()
    guard stat(FileSystem.parent(of: path) ?? "/", &folder) == 0, fstat(descriptor, &file) == 0
    else { throw .system(path, "cannot look at it") }
    guard folder.st_uid != file.st_uid else { return }
    guard fchown(descriptor, folder.st_uid, folder.st_gid) == 0 else {
      throw .system(path, "cannot give it to the folder's owner")
    }
  }

  deinit {
    if isOpen { _ = Glibc.close(descriptor) }
  }
}
