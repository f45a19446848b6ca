extension StreamContract {
  /// One production order.
  static let workOrders = StreamContract(
    "work_orders", version: 2, group: .production,
    grain: "one production order",
    key: ["work_order_key"], rank: 24,
    without: "production is issues and outputs without work in progress",
    columns: [
      .required("work_order_key", .key, "the order's key in the source"),
      .required("document_number", .text, "the number people know it by"),
      .required("accounting_date", .date, "when it was released"),
      .optional("recorded_at", .timestamp, "when it was recorded"),
      .required("item_key", .reference(stream: "items"), "what is made"),
      .optional("location_key", .reference(stream: "locations"), "where"),
      .required("planned_quantity", .quantity, "what is to be made"),
      .optional("completed_quantity", .quantity, "made until now").asState,
      .optional("scrapped_quantity", .quantity, "lost until now").asState,
      .required(
        "status",
        .enumeration(["planned", "released", "in_progress", "completed", "closed", "cancelled"]),
        "where it stands now"
      ).asState,
      .optional("due_on", .date, "when it shall be done").asState,
      .optional("completed_on", .date, "when it was completed").asState,
      .optional("sales_order_key", .reference(stream: "sales_orders"), "the order it is made for"),
      .optional("department_key", .reference(stream: "departments"), "department"),
      .optional("project_key", .reference(stream: "projects"), "project"),
      .qualityFlags,
    ])
}
