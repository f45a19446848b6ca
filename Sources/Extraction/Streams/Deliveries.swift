extension StreamContract {
  /// One delivery to a customer.
  static let deliveries = StreamContract(
    "deliveries", group: .sales,
    grain: "one delivery to a customer",
    key: ["delivery_key"], rank: 42,
    without: "delivery is taken to happen with the invoice",
    columns: [
      .required("delivery_key", .key, "the delivery's key in the source"),
      .optional("partner_key", .reference(stream: "partners"), "the customer"),
      .optional("order_key", .reference(stream: "sales_orders"), "the order"),
      .required("document_number", .text, "the number people know it by"),
      .required("accounting_date", .date, "when the goods left"),
      .optional("recorded_at", .timestamp, "when it was recorded"),
    ])
}
