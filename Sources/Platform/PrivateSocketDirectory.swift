internal import Glibc

/// The directory of a cluster's socket: short, for a socket's path has at most 107 bytes, and
/// closed to everybody but the cluster's account, for who can reach the socket is trusted.
struct PrivateSocketDirectory {
  let path: String
  private let account: Account

  /// `/run/nightclose` is used where a service manager made it for the account, so that the socket
  /// outlives a private /tmp; else /tmp.
  init(data: String, account: Account) {
    let name = String(SHA256.digest(of: data).hex.prefix(12))
    self.account = account
    path =
      Self.isPrivate("/run/nightclose", of: account, forbidden: 0o022)
      ? "/run/nightclose/\(name)" : "/tmp/nightclose-\(account.user)-\(name)"
  }

  /// Makes it, or takes it over empty; anything but a directory of the account closed to others is
  /// somebody else's trap in /tmp and is refused.
  func prepare() throws(PlatformError) {
    if mkdir(path, 0o700) == 0 {
      let directory = try OpenFile(opening: path, flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
      guard fchown(directory.descriptor, account.user, account.group) == 0 else {
        throw .system(path, "cannot give it to \(account.name)")
      }
    } else if errno != EEXIST {
      throw .system(path, "cannot make the socket directory")
    }
    guard Self.isPrivate(path, of: account, forbidden: 0o077) else {
      throw PlatformError(
        .permission, at: path,
        "the socket directory exists and is not a directory of \(account.name) closed to others",
        remedy: "find out who made it, and remove it")
    }
    // Nobody serves here, for the caller holds the cluster's lock: what is left is of a crash.
    for name in try FileSystem.list(path) { try FileSystem.removeTree("\(path)/\(name)") }
  }

  /// Removes it; what does not work is left to the next start.
  func remove() {
    if Self.isPrivate(path, of: account, forbidden: 0o077) { try? FileSystem.removeTree(path) }
  }

  private static func isPrivate(
    _ path: String, of account: Account, forbidden: UInt32
  ) -> Bool {
    var info = stat()
    return lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
      && info.st_uid == account.user && info.st_mode & forbidden == 0
  }
}
