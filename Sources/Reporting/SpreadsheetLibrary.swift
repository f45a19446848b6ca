internal import CXLSXWriter

/// The libxlsxwriter this program runs with.
public enum SpreadsheetLibrary {
  /// Its version: `1.1.4`.
  public static var version: String { String(cString: lxw_version()) }
}
