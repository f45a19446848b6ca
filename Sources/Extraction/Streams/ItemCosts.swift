extension StreamContract {
  /// One cost of one item from a date on.
  static let itemCosts = StreamContract(
    "item_costs", group: .masters,
    grain: "one cost of one item from a date on",
    key: ["item_key", "kind", "valid_from"],
    without: "standard costing and the standard step of the missing-price chain are off",
    columns: [
      .required("item_key", .reference(stream: "items"), "the item"),
      .required(
        "kind", .enumeration(["standard", "group_standard", "last", "list"]),
        "what the cost is: a standard, the standard of the group for goods that its companies sell to "
          + "each other, the last purchase price, or a supplier's list price"),
      .required("valid_from", .date, "the first day it holds"),
      .required("unit_cost", .unitCost, "per stock unit"),
      .optional("currency", .currency, "the cost's currency; base currency if missing"),
    ])
}
