extension StreamContract {
  /// One line of a request to buy.
  static let purchaseRequisitionLines = StreamContract(
    "purchase_requisition_lines", group: .purchasing,
    grain: "one line of a request to buy",
    key: ["requisition_key", "line_key"], header: "purchase_requisitions", rank: 8,
    without: "requests are shown by document, not by item",
    columns: [
      .required("requisition_key", .reference(stream: "purchase_requisitions"), "the request"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its request's"),
      .optional("recorded_at", .timestamp, "its request's"),
      .optional("item_key", .reference(stream: "items"), "the item"),
      .optional("description", .text, "what is asked for"),
      .optional("location_key", .reference(stream: "locations"), "where it is needed"),
      .required("quantity", .quantity, "asked for"),
      .optional("ordered_quantity", .quantity, "ordered until now"),
      .optional("unit_price", .unitCost, "expected, per stock unit"),
      .optional("currency", .currency, "the price's currency; base currency if missing"),
      .optional("partner_key", .reference(stream: "partners"), "the supplier wished for"),
      .optional("order_line_key", .key, "the order line it became"),
      .optional("project_key", .reference(stream: "projects"), "project"),
    ])
}
