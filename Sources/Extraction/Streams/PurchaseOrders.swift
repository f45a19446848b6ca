extension StreamContract {
  /// One order to a supplier.
  static let purchaseOrders = StreamContract(
    "purchase_orders", group: .purchasing,
    grain: "one order to a supplier",
    key: ["order_key"], rank: 10,
    without: "nothing is on order; lead times are not measured",
    columns: [
      .required("order_key", .key, "the order's key in the source")
    ] + StreamColumn.monetaryHeader + [
      .optional("partner_key", .reference(stream: "partners"), "the supplier"),
      .required(
        "status",
        .enumeration([
          "draft", "requested", "approved", "partially_received", "received", "cancelled",
          "rejected",
        ]), "where it stands now"
      ).asState,
      .optional("expected_on", .date, "expected receipt").asState,
      .optional("total", .amount, "gross amount as stated"),
    ])
}
