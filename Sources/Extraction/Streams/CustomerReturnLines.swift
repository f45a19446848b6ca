extension StreamContract {
  /// One line of a customer's return.
  static let customerReturnLines = StreamContract(
    "customer_return_lines", group: .sales,
    grain: "one line of a customer's return",
    key: ["return_key", "line_key"], header: "customer_returns", rank: 44,
    without: "returns are shown by document, not by item",
    columns: [
      .required("return_key", .reference(stream: "customer_returns"), "the return"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its return's"),
      .optional("recorded_at", .timestamp, "its return's"),
      .required("item_key", .reference(stream: "items"), "the item"),
      .optional("delivery_line_key", .key, "the delivery line"),
      .optional("invoice_line_key", .key, "the invoice line"),
      .optional("lot_key", .reference(stream: "lots"), "lot or serial number"),
      .required("quantity", .quantity, "returned, positive"),
      .required(
        "condition", .enumeration(["resalable", "damaged", "scrapped"]), "what becomes of the goods"
      ),
      .optional("net_amount", .amount, "the sales value returned, before tax, positive"),
      .optional("currency", .currency, "its currency; base currency if missing"),
    ])
}
