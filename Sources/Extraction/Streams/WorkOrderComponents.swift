extension StreamContract {
  /// One component of a production order.
  static let workOrderComponents = StreamContract(
    "work_order_components", group: .production,
    grain: "one component of a production order",
    key: ["work_order_key", "line_key"], header: "work_orders", rank: 24,
    without: "components are known from their consumption only",
    columns: [
      .required("work_order_key", .reference(stream: "work_orders"), "the order"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its order's"),
      .optional("recorded_at", .timestamp, "its order's"),
      .required("item_key", .reference(stream: "items"), "the component"),
      .optional("location_key", .reference(stream: "locations"), "where it is taken from"),
      .optional("lot_key", .reference(stream: "lots"), "lot or serial number"),
      .required("planned_quantity", .quantity, "needed, positive"),
      .optional("consumed_quantity", .quantity, "taken until now, net of what came back").asState,
      .optional("scrapped_quantity", .quantity, "lost until now").asState,
      .optional("unit_cost", .unitCost, "as the source states it"),
    ])
}
