/// What a field holds.
public indirect enum FieldType: Hashable, Sendable {
  /// `true` or `false`.
  case boolean
  /// An exact number.
  case number
  /// A text or code.
  case text
  /// A civil day.
  case date
  /// A list of plain values of one type.
  case list(of: FieldType)
  /// A list of records, such as the lines of a document.
  case records(FieldSchema)
}

/// The fields a condition may name, each with its type and its position in a record.
public struct FieldSchema: Hashable, Sendable {
  /// A named field.
  public struct Field: Hashable, Sendable {
    /// The name a condition writes in `var`. Dots are part of the name: `partner.group`.
    public let name: String
    /// What it holds.
    public let type: FieldType

    /// A field from name and type.
    public init(_ name: String, _ type: FieldType) {
      self.name = name
      self.type = type
    }
  }

  /// The fields in the order of a record's values.
  public let fields: [Field]
  private let positions: [String: Int]

  /// A schema from its fields; of two fields with one name the first counts.
  public init(_ fields: [Field]) {
    self.fields = fields
    positions = Dictionary(
      fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The position of a field, `nil` when there is none of that name.
  public func position(of name: String) -> Int? { positions[name] }
}

/// Where a compiled condition reads its fields: a row, by position in the schema.
public protocol FieldSource {
  /// The value of the field at a position of the schema the condition was compiled for.
  func field(at position: Int) -> FieldValue
}

extension [FieldValue]: FieldSource {
  /// The value at a position.
  public func field(at position: Int) -> FieldValue { self[position] }
}
