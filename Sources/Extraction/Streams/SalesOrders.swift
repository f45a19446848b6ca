extension StreamContract {
  /// One customer order.
  static let salesOrders = StreamContract(
    "sales_orders", group: .sales,
    grain: "one customer order",
    key: ["order_key"], rank: 40,
    without: "no open demand, no reservations from orders",
    columns: [
      .required("order_key", .key, "the order's key in the source")
    ] + StreamColumn.monetaryHeader + [
      .optional("partner_key", .reference(stream: "partners"), "the customer"),
      .required(
        "status",
        .enumeration(["draft", "confirmed", "partially_delivered", "delivered", "cancelled"]),
        "where it stands now"
      ).asState,
      .optional("promised_on", .date, "promised delivery").asState,
      .optional("total", .amount, "gross amount as stated"),
    ])
}
