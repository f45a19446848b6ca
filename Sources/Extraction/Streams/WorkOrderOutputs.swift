extension StreamContract {
  /// One product, co-product or by-product of a production order.
  static let workOrderOutputs = StreamContract(
    "work_order_outputs", group: .production,
    grain: "one product, co-product or by-product of a production order",
    key: ["work_order_key", "line_key"], header: "work_orders", rank: 24,
    without: "the order's item takes its whole cost",
    columns: [
      .required("work_order_key", .reference(stream: "work_orders"), "the order"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its order's"),
      .optional("recorded_at", .timestamp, "its order's"),
      .required("item_key", .reference(stream: "items"), "what is made"),
      .optional("location_key", .reference(stream: "locations"), "where it goes"),
      .required(
        "kind", .enumeration(["product", "co_product", "by_product"]), "what it is to the order"),
      .optional(
        "cost_share_percent", .rate,
        "percent of the order's cost it takes; stated for all outputs or for none"),
      .required("planned_quantity", .quantity, "to be made"),
      .optional("received_quantity", .quantity, "made until now").asState,
    ])
}
