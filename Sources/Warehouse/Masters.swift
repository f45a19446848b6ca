internal import PostgresClient

/// An account of the chart.
public struct AccountMaster: Hashable, Sendable {
  /// The number facts carry.
  public var id: Int64
  /// The code people know it by.
  public var code: String
  /// Its name.
  public var name: String
  /// `asset`, `liability`, `equity`, `income` or `expense`.
  public var accountClass: String
  /// `debit` or `credit`.
  public var normalSide: String

  /// An account.
  public init(id: Int64, code: String, name: String, accountClass: String, normalSide: String) {
    self.id = id
    self.code = code
    self.name = name
    self.accountClass = accountClass
    self.normalSide = normalSide
  }
}

/// An item of stock.
public struct ItemMaster: Hashable, Sendable {
  /// The number facts carry.
  public var id: Int64
  /// The code people know it by.
  public var code: String
  /// Its name.
  public var name: String
  /// Its category.
  public var category: String?
  /// Its stock unit.
  public var unit: String?

  /// An item.
  public init(id: Int64, code: String, name: String, category: String? = nil, unit: String? = nil) {
    self.id = id
    self.code = code
    self.name = name
    self.category = category
    self.unit = unit
  }
}

/// A customer or supplier.
public struct PartnerMaster: Hashable, Sendable {
  /// The number facts carry.
  public var id: Int64
  /// The code people know it by.
  public var code: String
  /// Its name.
  public var name: String
  /// Its group.
  public var group: String?

  /// A partner.
  public init(id: Int64, code: String, name: String, group: String? = nil) {
    self.id = id
    self.code = code
    self.name = name
    self.group = group
  }
}

/// A place of stock.
public struct LocationMaster: Hashable, Sendable {
  /// The number facts carry.
  public var id: Int64
  /// The code people know it by.
  public var code: String
  /// Its name.
  public var name: String

  /// A location.
  public init(id: Int64, code: String, name: String) {
    self.id = id
    self.code = code
    self.name = name
  }
}

/// The master data a run used: names and codes of the ids its facts carry. They are updated when
/// the run is published; facts of closed periods show the newest names.
public struct Masters: Hashable, Sendable {
  /// The chart.
  public var accounts: [AccountMaster] = []
  /// The items.
  public var items: [ItemMaster] = []
  /// The customers and suppliers.
  public var partners: [PartnerMaster] = []
  /// The places of stock.
  public var locations: [LocationMaster] = []

  /// No master data.
  public init() {}
}

extension CompanyLease {
  /// Inserts and updates masters, set by set; rows that do not change are not written.
  func write(_ masters: Masters) throws(PostgresError) {
    try write(
      "account", ["code", "name", "class", "normal_side"], masters.accounts.map(\.id),
      [
        masters.accounts.map(\.code), masters.accounts.map(\.name),
        masters.accounts.map(\.accountClass), masters.accounts.map(\.normalSide),
      ])
    try write(
      "item", ["code", "name", "category", "unit"], masters.items.map(\.id),
      [
        masters.items.map(\.code), masters.items.map(\.name), masters.items.map(\.category),
        masters.items.map(\.unit),
      ])
    try write(
      "partner", ["code", "name", "partner_group"], masters.partners.map(\.id),
      [
        masters.partners.map(\.code), masters.partners.map(\.name), masters.partners.map(\.group),
      ])
    try write(
      "location", ["code", "name"], masters.locations.map(\.id),
      [masters.locations.map(\.code), masters.locations.map(\.name)])
  }

  private func write(
    _ table: String, _ columns: [String], _ ids: [Int64], _ values: [[String?]]
  ) throws(PostgresError) {
    if ids.isEmpty { return }
    let list = columns.joined(separator: ", ")
    let arrays = columns.indices.map { "$\($0 + 3)::text[]" }.joined(separator: ", ")
    let changes = columns.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    let old = columns.map { "m.\($0)" }.joined(separator: ", ")
    let new = columns.map { "excluded.\($0)" }.joined(separator: ", ")
    try connection.run(
      "write masters \(table)",
      """
      INSERT INTO core.\(table) AS m (company_id, \(table)_id, \(list))
      SELECT $1, u.* FROM unnest($2::int8[], \(arrays)) u
      ON CONFLICT (company_id, \(table)_id) DO UPDATE SET \(changes)
      WHERE (\(old)) IS DISTINCT FROM (\(new))
      """, [.id(companyId), .integerArray(ids)] + values.map(Parameter.textArray))
  }
}
