extension StreamContract {
  /// One planning rule of one item at one place.
  static let reorderPolicies = StreamContract(
    "reorder_policies", group: .masters,
    grain: "one planning rule of one item at one place",
    key: ["item_key", "location_key"],
    without: "no reorder suggestions",
    columns: [
      .required("item_key", .reference(stream: "items"), "the item"),
      .optional(
        "location_key", .reference(stream: "locations"), "the place; the whole company if missing"),
      .required(
        "policy",
        .enumeration([
          "reorder_point", "min_max", "lot_for_lot", "periodic_review", "demand_driven",
        ]), "how it is planned"),
      .optional("reorder_point", .quantity, "stock at or below which an order is due"),
      .optional("reorder_quantity", .quantity, "how much is ordered"),
      .optional("safety_stock", .quantity, "stock kept against uncertainty"),
      .optional("minimum_quantity", .quantity, "smallest order"),
      .optional("maximum_quantity", .quantity, "stock that an order may not exceed"),
      .optional("multiple_quantity", .quantity, "orders are multiples of this"),
      .optional("lead_time_days", .integer, "days from order to receipt"),
    ])
}
