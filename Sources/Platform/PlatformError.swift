internal import Glibc

/// What the machine refused: where, what, and what the reader should do about it.
public struct PlatformError: Error, Sendable, CustomStringConvertible {
  /// What sort of trouble it is, so that the command line can choose its exit code.
  public enum Kind: Sendable, Equatable {
    /// A file or directory cannot be read or written.
    case file
    /// A directory cannot be made where it is wanted.
    case place
    /// The rights of this account do not suffice.
    case permission
    /// Somebody else holds a lock.
    case busy
    /// A server or program is not there or does not answer.
    case unavailable
    /// What is asked for cannot work as it is set up.
    case configuration
  }

  /// What sort of trouble it is.
  public let kind: Kind
  /// The file, directory or program concerned.
  public let place: String
  /// What happened there.
  public let problem: String
  /// What the reader should do.
  public let remedy: String
  /// The system's error number, where one was given.
  public let systemError: Int32?

  /// An error at `place`; `problem` and `remedy` are clauses without a full stop.
  public init(
    _ kind: Kind, at place: String, _ problem: String, remedy: String, systemError: Int32? = nil
  ) {
    self.kind = kind
    self.place = place
    self.problem = problem
    self.remedy = remedy
    self.systemError = systemError
  }

  /// One line: where, what, what to do.
  public var description: String { "\(place): \(problem); \(remedy)" }

  /// The error of the system call that just failed on `place`; reads `errno` at once.
  static func system(_ place: String, _ action: String, code: Int32 = errno) -> PlatformError {
    let reason = String(cString: strerror(code))
    return PlatformError(
      kind(of: code), at: place, "\(action): \(reason)", remedy: remedy(for: code),
      systemError: code)
  }

  private static func kind(of code: Int32) -> Kind {
    switch code {
    case EACCES, EPERM, EROFS: .permission
    case EWOULDBLOCK, EBUSY: .busy
    default: .file
    }
  }

  private static func remedy(for code: Int32) -> String {
    switch code {
    case EACCES, EPERM: "give this account access to it, or run as the account that owns it"
    case ENOSPC, EDQUOT: "free space on that file system"
    case EROFS: "choose a directory on a writable file system"
    case ENOENT: "check the path"
    case EEXIST: "remove it, or choose another name"
    case EMFILE, ENFILE: "raise the limit of open files"
    case ENOTDIR: "a part of the path is a file; choose another path"
    default: "check the file system and try again"
    }
  }
}
