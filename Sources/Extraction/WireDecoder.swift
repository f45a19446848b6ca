internal import AccountingValues
internal import PostgresClient

extension DescribedColumn {
  /// A column as the server described it.
  init(_ column: PostgresColumn) {
    let wire: Wire =
      switch column.type.kind {
      case .int2, .int4, .int8: .integer
      case .numeric: .numeric
      case .text, .paddedText: .text
      case .uuid: .uuid
      case .textArray: .textArray
      case .date: .date
      case .timestamp, .timestamptz: .timestamp
      case .bool: .boolean
      case .json, .jsonb: .json
      case .float4, .float8: .binaryFloat
      case .oid, .bytea, .other: .other
      }
    self.init(name: column.name, wire: wire, typeName: column.type.name)
  }
}

/// Turns rows off the wire into checked cells in the order of the contract's columns.
struct WireDecoder {
  private struct Source {
    let column: StreamColumn
    /// Position in the result; `nil` for a column the adapter leaves out.
    let index: Int?
    let wire: DescribedColumn.Wire
    let isInKey: Bool
  }

  private let sources: [Source]

  init(_ layout: StreamLayout, columns: [PostgresColumn]) {
    sources = layout.columns.enumerated().map { position, column in
      let index = columns.firstIndex { $0.name == column.name }
      return Source(
        column: column, index: index,
        wire: index.map { DescribedColumn(columns[$0]).wire } ?? .other,
        isInKey: layout.key.contains(position))
    }
  }

  /// The cells of the stream's current row.
  func cells(_ rows: RowStream) throws -> [CheckedCell] {
    try sources.map { source in
      guard let index = source.index, !rows.isNull(index) else {
        return CellCheck.null(source.column, inKey: source.isInKey)
      }
      return try cell(rows, index, source)
    }
  }

  private func cell(_ rows: RowStream, _ index: Int, _ source: Source) throws -> CheckedCell {
    let kind = source.column.kind
    switch kind {
    case .key, .reference: return try key(rows, index, source.wire)
    case .quantity, .amount, .unitCost, .rate: return number(rows.numeric(index), kind)
    case .integer: return CheckedCell(rows.integer(index).map { .integer($0) } ?? .null)
    case .boolean: return CheckedCell(rows.bool(index).map { .boolean($0) } ?? .null)
    case .text, .currency, .enumeration, .json:
      return rows.text(index).map { CellCheck.text($0, kind) } ?? CheckedCell(.null)
    case .flags: return CellCheck.list(try rows.textArray(index) ?? [], kind)
    case .date:
      if case .day(let days) = rows.date(index) {
        return CellCheck.date(daysSince1970: Int64(days))
      }
      return CellCheck.date(daysSince1970: nil)
    case .timestamp:
      if case .moment(let moment) = rows.moment(index) {
        return CellCheck.timestamp(microsecondsSince1970: moment)
      }
      return CellCheck.timestamp(microsecondsSince1970: nil)
    }
  }

  private func key(
    _ rows: RowStream, _ index: Int, _ wire: DescribedColumn.Wire
  ) throws -> CheckedCell {
    switch wire {
    case .integer: CheckedCell(rows.integer(index).map { .key(SourceKey(String($0))) } ?? .null)
    case .uuid: CheckedCell(rows.uuid(index).map { .key(SourceKey($0)) } ?? .null)
    case .textArray: CellCheck.key(parts: try rows.textArray(index) ?? [])
    default: CellCheck.key(parts: [rows.text(index)])
    }
  }

  private func number(_ number: PostgresNumeric?, _ kind: StreamColumn.Kind) -> CheckedCell {
    switch number {
    case nil: return CheckedCell(.null)
    case .notANumber: return CheckedCell(.notANumber("NaN"), unreadable: "NaN")
    case .infinity: return CheckedCell(.notANumber("infinite"), unreadable: "Infinity")
    case .negativeInfinity: return CheckedCell(.notANumber("infinite"), unreadable: "-Infinity")
    case .outOfRange:
      return CheckedCell(
        .outOfRange("a number of more than 37 digits"), unreadable: "out of range")
    case .finite(var digits, var scale):
      // Trailing zeros of the declared scale are not part of the number.
      while scale > ExactDecimal.maximumScale, digits % 10 == 0 {
        digits /= 10
        scale -= 1
      }
      do {
        return CellCheck.decimal(try ExactDecimal(significand: digits, scale: scale), kind)
      } catch {
        let text = "a number with \(scale) decimals"
        return CheckedCell(
          .tooFine(text, decimals: ExactDecimal.maximumScale), unreadable: "\(digits)e-\(scale)")
      }
    }
  }
}
