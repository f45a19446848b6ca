/// The version of the program, and of what its figures mean.
public enum ProductVersion {
  /// What `--version` prints.
  public static let text = "0.1.0"
  /// Raised whenever the same input would give other figures; part of every `close_id`.
  public static let engineSemantics = 4
}
