public import PostgresClient

/// The part of an open item in one bucket.
public struct AgeingRow: Hashable, Sendable {
  /// The place in its run.
  public var seq: Int64
  /// The open item.
  public var itemSeq: Int64
  /// The number of the bucket, 0 for what is not due.
  public var bucket: Int16
  /// What the bucket is called.
  public var bucketName: String
  /// Days past due; zero or less is not due.
  public var daysOverdue: Int32
  /// What is open, in transaction currency.
  public var residualMinor: Int64
  /// What is open, in base currency.
  public var residualBaseMinor: Int64

  /// A row from its fields.
  public init(
    seq: Int64, itemSeq: Int64, bucket: Int16, bucketName: String, daysOverdue: Int32,
    residualMinor: Int64, residualBaseMinor: Int64
  ) {
    self.seq = seq
    self.itemSeq = itemSeq
    self.bucket = bucket
    self.bucketName = bucketName
    self.daysOverdue = daysOverdue
    self.residualMinor = residualMinor
    self.residualBaseMinor = residualBaseMinor
  }
}

extension AgeingRow: FactRow {
  /// The table and its columns.
  public static let fact = Fact(
    "ageing",
    columns: [
      "seq", "item_seq", "bucket", "bucket_name", "days_overdue", "residual_minor",
      "residual_base_minor",
    ])

  /// Reads the columns of `fact`.
  public init(reading fields: inout FactReader) {
    seq = fields.next()
    itemSeq = fields.next()
    bucket = fields.next()
    bucketName = fields.next()
    daysOverdue = fields.next()
    residualMinor = fields.next()
    residualBaseMinor = fields.next()
  }

  /// Writes the columns of `fact`.
  ///
  /// - Throws: `PostgresError`.
  public func write(to fields: FactWriter) throws(PostgresError) {
    try fields.append(seq)
    try fields.append(itemSeq)
    try fields.append(bucket)
    try fields.append(bucketName)
    try fields.append(daysOverdue)
    try fields.append(residualMinor)
    try fields.append(residualBaseMinor)
  }
}
