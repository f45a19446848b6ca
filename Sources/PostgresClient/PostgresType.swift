/// A column's or parameter's type as the server describes it.
public struct PostgresType: Hashable, Sendable {
  /// How values of the type travel in binary.
  public enum Kind: UInt8, Hashable, Sendable {
    case bool, int2, int4, int8, oid, float4, float8, numeric
    /// text, varchar, name, xml, citext and enums: bytes of UTF-8.
    case text
    /// char(n): UTF-8 padded with blanks, which are not part of the value.
    case paddedText
    case json, jsonb, uuid, date, timestamp, timestamptz, bytea
    /// A one-dimensional array of text-like elements.
    case textArray
    /// A type this client does not decode; its bytes stay reachable.
    case other
  }

  /// The type's object id; a domain shows as its base type.
  public let oid: UInt32
  /// How values travel.
  public let kind: Kind
  /// The name SQL knows it by, schema-qualified outside `pg_catalog`.
  public let name: String

  init(oid: UInt32, kind: Kind, name: String) {
    self.oid = oid
    self.kind = kind
    self.name = name
  }

  /// Whether values are text, padded or not.
  public var isText: Bool { kind == .text || kind == .paddedText }
  /// Whether values are int2, int4 or int8.
  public var isInteger: Bool { kind == .int2 || kind == .int4 || kind == .int8 }

  /// The byte count of every non-NULL value, where the type fixes it.
  var fixedLength: Int32 {
    switch kind {
    case .bool: 1
    case .int2: 2
    case .int4, .oid, .float4, .date: 4
    case .int8, .float8, .timestamp, .timestamptz: 8
    case .uuid: 16
    case .numeric, .text, .paddedText, .json, .jsonb, .bytea, .textArray, .other: -1
    }
  }

  /// The built-in type of an object id; `nil` for one that only `pg_type` knows.
  init?(builtIn oid: UInt32) {
    guard let (kind, name) = Self.builtIn[oid] else { return nil }
    self.init(oid: oid, kind: kind, name: name)
  }

  /// Object ids of PostgreSQL's `pg_type.dat`; they never change.
  private static let builtIn: [UInt32: (Kind, String)] = [
    16: (.bool, "boolean"), 17: (.bytea, "bytea"), 19: (.text, "name"), 20: (.int8, "bigint"),
    21: (.int2, "smallint"), 23: (.int4, "integer"), 25: (.text, "text"), 26: (.oid, "oid"),
    114: (.json, "json"), 142: (.text, "xml"), 700: (.float4, "real"),
    701: (.float8, "double precision"), 705: (.text, "unknown"),
    1003: (.textArray, "name[]"), 1009: (.textArray, "text[]"),
    1014: (.textArray, "bpchar[]"), 1015: (.textArray, "character varying[]"),
    1042: (.paddedText, "bpchar"), 1043: (.text, "character varying"), 1082: (.date, "date"),
    1114: (.timestamp, "timestamp without time zone"),
    1184: (.timestamptz, "timestamp with time zone"), 1700: (.numeric, "numeric"),
    2950: (.uuid, "uuid"), 3802: (.jsonb, "jsonb"),
  ]

  /// `boolean`.
  public static let bool = PostgresType(oid: 16, kind: .bool, name: "boolean")
  /// `smallint`.
  public static let int2 = PostgresType(oid: 21, kind: .int2, name: "smallint")
  /// `integer`.
  public static let int4 = PostgresType(oid: 23, kind: .int4, name: "integer")
  /// `bigint`.
  public static let int8 = PostgresType(oid: 20, kind: .int8, name: "bigint")
  /// `numeric`.
  public static let numeric = PostgresType(oid: 1700, kind: .numeric, name: "numeric")
  /// `text`.
  public static let text = PostgresType(oid: 25, kind: .text, name: "text")
  /// `uuid`.
  public static let uuid = PostgresType(oid: 2950, kind: .uuid, name: "uuid")
  /// `date`.
  public static let date = PostgresType(oid: 1082, kind: .date, name: "date")
  /// `timestamp without time zone`.
  public static let timestamp = PostgresType(
    oid: 1114, kind: .timestamp, name: "timestamp without time zone")
  /// `timestamp with time zone`.
  public static let timestamptz = PostgresType(
    oid: 1184, kind: .timestamptz, name: "timestamp with time zone")
  /// `text[]`.
  public static let textArray = PostgresType(oid: 1009, kind: .textArray, name: "text[]")
}

extension PostgresType: CustomStringConvertible {
  /// The name SQL knows it by.
  public var description: String { name }
}

/// One column of a described statement.
public struct PostgresColumn: Hashable, Sendable {
  /// The name in the result.
  public let name: String
  /// Its type.
  public let type: PostgresType
  /// `numeric(p, s)`'s scale, where the column declares one.
  public let numericScale: Int?

  init(name: String, type: PostgresType, typeModifier: Int32) {
    self.name = name
    self.type = type
    // numeric's modifier is ((precision << 16) | scale) + 4; the scale has 11 signed bits.
    if type.kind == .numeric, typeModifier >= 4 {
      numericScale = Int((typeModifier - 4) & 0x7FF ^ 1024) - 1024
    } else {
      numericScale = nil
    }
  }
}
