extension StreamContract {
  /// One line of a delivery.
  static let deliveryLines = StreamContract(
    "delivery_lines", group: .sales,
    grain: "one line of a delivery",
    key: ["delivery_key", "line_key"], header: "deliveries", rank: 42,
    without: "revenue cannot follow delivery",
    columns: [
      .required("delivery_key", .reference(stream: "deliveries"), "the delivery"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its delivery's"),
      .optional("recorded_at", .timestamp, "its delivery's"),
      .optional("order_line_key", .key, "the order line"),
      .required("item_key", .reference(stream: "items"), "the item"),
      .required("quantity", .quantity, "delivered"),
      .optional("net_amount", .amount, "the sales value delivered, before tax"),
      .optional("currency", .currency, "its currency"),
    ])
}
