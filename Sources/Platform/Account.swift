internal import Glibc

/// An account of the machine.
public struct Account: Hashable, Sendable {
  /// The login name, or the number in digits for an account without one.
  public let name: String
  /// The number of the account.
  public let user: UInt32
  /// The number of its primary group.
  public let group: UInt32

  /// The account this process acts as.
  public static var current: Account { numbered(geteuid()) }

  /// The account of that name, if there is one.
  public static func named(_ name: String) -> Account? {
    lookUp { record, buffer, size, found in getpwnam_r(name, record, buffer, size, found) }
  }

  /// The account of that number; one without a name is called by its number.
  public static func numbered(_ user: UInt32) -> Account {
    let known = lookUp { record, buffer, size, found in
      getpwuid_r(user, record, buffer, size, found)
    }
    return known ?? Account(name: "\(user)", user: user, group: getegid())
  }

  private static func lookUp(
    _ call: (
      UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
      UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
    ) -> Int32
  ) -> Account? {
    var record = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 1 << 14)
    guard call(&record, &buffer, buffer.count, &found) == 0, let found else { return nil }
    return Account(
      name: String(cString: found.pointee.pw_name), user: found.pointee.pw_uid,
      group: found.pointee.pw_gid)
  }
}
