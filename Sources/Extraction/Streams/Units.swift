extension StreamContract {
  /// One unit of measure, in general or of one item.
  static let units = StreamContract(
    "units", group: .masters,
    grain: "one unit of measure, in general or of one item",
    key: ["unit", "item_key"],
    without: "documents must state stock units",
    columns: [
      .required("unit", .text, "the unit as documents state it"),
      .optional(
        "item_key", .reference(stream: "items"), "the item it holds for; all items if missing"),
      .required("name", .text, "as printed"),
      .required(
        "factor", .rate, "stock units, or base units, per one of this unit; at most nine decimals"),
      .optional(
        "base_unit", .text, "the unit that factor counts; the item's stock unit if missing"),
      .optional("decimals", .integer, "decimals people use with it"),
    ])
}
