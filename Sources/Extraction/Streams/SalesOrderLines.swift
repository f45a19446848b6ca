extension StreamContract {
  /// One line of a customer order.
  static let salesOrderLines = StreamContract(
    "sales_order_lines", group: .sales,
    grain: "one line of a customer order",
    key: ["order_key", "line_key"], header: "sales_orders", rank: 40,
    without: "no open demand by item",
    columns: [
      .required("order_key", .reference(stream: "sales_orders"), "the order"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its order's"),
      .optional("recorded_at", .timestamp, "its order's"),
      .lineKind,
      .optional("item_key", .reference(stream: "items"), "the item"),
      .optional("location_key", .reference(stream: "locations"), "from where"),
      .required("quantity", .quantity, "ordered"),
      .optional("delivered_quantity", .quantity, "delivered until now").asState,
      .optional("net_amount", .amount, "before tax"),
    ])
}
