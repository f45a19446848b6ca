extension StreamContract {
  /// One production order under way at go-live.
  static let openingWorkOrders = StreamContract(
    "opening_work_orders", group: .opening,
    grain: "one production order under way at go-live",
    key: ["work_order_key"],
    without: "work in progress at go-live stays on its account",
    columns: [
      .required("work_order_key", .key, "the order, as its movements name it"),
      .required("document_number", .text, "the number people know it by"),
      .required("item_key", .reference(stream: "items"), "what is made"),
      .required("planned_quantity", .quantity, "still to be made"),
      .required(
        "amount", .amount, "what it had cost, less what its products took, in base currency"),
    ])
}
