extension StreamContract {
  /// One operation of making one item.
  static let routings = StreamContract(
    "routings", group: .masters,
    grain: "one operation of making one item",
    key: ["item_key", "operation"],
    without: "labour and overhead are absorbed only where work orders state them",
    columns: [
      .required("item_key", .reference(stream: "items"), "the made item"),
      .required("operation", .integer, "its place in the order of operations"),
      .optional("name", .text, "what is done"),
      .optional("work_centre", .text, "where it is done"),
      .optional("location_key", .reference(stream: "locations"), "the place of the work centre"),
      .optional("setup_hours", .quantity, "hours per order"),
      .required("run_hours", .quantity, "hours per unit made"),
      .optional("labour_rate", .unitCost, "labour per hour"),
      .optional("overhead_rate", .unitCost, "overhead per hour"),
      .optional("currency", .currency, "the rates' currency; base currency if missing"),
      .optional("valid_from", .date, "the first day it holds; always if missing"),
      .optional("valid_until", .date, "the last day it holds"),
    ])
}
