extension StreamContract {
  /// One line of an order to a supplier.
  static let purchaseOrderLines = StreamContract(
    "purchase_order_lines", group: .purchasing,
    grain: "one line of an order to a supplier",
    key: ["order_key", "line_key"], header: "purchase_orders", rank: 10,
    without: "nothing is on order by item",
    columns: [
      .required("order_key", .reference(stream: "purchase_orders"), "the order"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its order's"),
      .optional("recorded_at", .timestamp, "its order's"),
      .lineKind,
      .optional("item_key", .reference(stream: "items"), "the item"),
      .optional("location_key", .reference(stream: "locations"), "where it shall arrive"),
      .required("quantity", .quantity, "ordered"),
      .optional("received_quantity", .quantity, "accepted until now").asState,
      .optional("rejected_quantity", .quantity, "refused until now").asState,
      .optional("unit_price", .unitCost, "per stock unit"),
      .optional("net_amount", .amount, "before tax"),
      .optional("expected_on", .date, "expected receipt").asState,
    ])
}
