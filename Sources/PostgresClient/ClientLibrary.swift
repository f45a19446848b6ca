internal import CPostgreSQL

/// The libpq this program runs with.
public enum ClientLibrary {
  /// Its version: `15.10`.
  public static var version: String {
    let number = Int(PQlibVersion())
    return "\(number / 10_000).\(number % 10_000)"
  }
}
