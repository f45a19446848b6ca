/// A contract made ready for reading: where each column is, and which columns make key and order.
/// Shared by all rows of one stream.
public final class StreamLayout: Sendable {
  /// The contract.
  public let contract: StreamContract
  /// Position of each column in a row.
  private let positions: [String: Int]
  /// Positions of the key's columns.
  let key: [Int]
  /// Position of the accounting date; `nil` for masters.
  let date: Int?
  /// Position of the recorded moment.
  let recordedAt: Int?
  /// Position of the source's own sequence.
  let sequence: Int?
  /// Position of the document number.
  let documentNumber: Int?
  /// Position of the currency.
  let currency: Int?
  /// Position of the amount that control totals sum: the contract's first amount.
  let controlAmount: Int?
  /// Position of the quantity that control totals sum: the contract's first quantity.
  let controlQuantity: Int?
  /// What makes texts of canonical forms.
  let texts: CanonicalTexts

  /// The layout of a contract.
  public init(_ contract: StreamContract) {
    self.contract = contract
    var positions: [String: Int] = [:]
    for (position, column) in contract.columns.enumerated() { positions[column.name] = position }
    self.positions = positions
    key = contract.key.compactMap { positions[$0] }
    let isEvent = contract.rank != nil
    date = isEvent ? positions["accounting_date"] : nil
    recordedAt = isEvent ? positions["recorded_at"] : nil
    sequence = isEvent ? positions["sequence"] : nil
    documentNumber = positions["document_number"]
    currency = positions["currency"]
    texts = CanonicalTexts(contract.columns)
    controlAmount = contract.columns.firstIndex { $0.kind == .amount }
    controlQuantity = contract.columns.firstIndex { $0.kind == .quantity }
  }

  /// Where a column is in a row; `nil` when the contract has no such column.
  public func position(of column: String) -> Int? { positions[column] }

  /// The columns in the order of their positions.
  public var columns: [StreamColumn] { contract.columns }
}
