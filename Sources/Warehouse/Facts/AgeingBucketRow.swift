public import PostgresClient

/// A column of the ageing of a run.
public struct AgeingBucketRow: Hashable, Sendable {
  /// Its number from the left; 0 is what is not due.
  public var bucket: Int16
  /// What the rows of the ageing call it.
  public var name: String
  /// What people call it.
  public var title: String

  /// A row from its fields.
  public init(bucket: Int16, name: String, title: String) {
    self.bucket = bucket
    self.name = name
    self.title = title
  }
}

extension AgeingBucketRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact("ageing_bucket", columns: ["bucket", "name", "title"])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    bucket = fields.next()
    name = fields.next()
    title = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(bucket)
    try fields.append(name)
    try fields.append(title)
  }
}
