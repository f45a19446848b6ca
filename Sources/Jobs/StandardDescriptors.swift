import Foundation

/// The three files every program expects to have open.
public enum StandardDescriptors {
  /// Opens `/dev/null` for those that the caller has closed. Else the log, or a connection to a
  /// server, would get their number, and what is meant for a person would be written into it.
  public static func open() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // open(2) takes the lowest free number, which is this one.
      _ = Foundation.open("/dev/null", O_RDWR)
    }
  }
}
