/// One record of a CSV file.
public struct CSVRecord: Hashable, Sendable {
  /// The fields by position of the header; an unquoted empty field is `nil` (no value), a quoted
  /// one the empty text.
  public let fields: [String?]
  /// Where the record starts; a quoted field may span several lines.
  public let place: SourcePlace

  /// A record from its parts.
  public init(fields: [String?], place: SourcePlace) {
    self.fields = fields
    self.place = place
  }
}
