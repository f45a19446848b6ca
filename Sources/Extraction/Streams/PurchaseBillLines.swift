extension StreamContract {
  /// One line of a bill.
  static let purchaseBillLines = StreamContract(
    "purchase_bill_lines", group: .purchasing,
    grain: "one line of a bill",
    key: ["bill_key", "line_key"], header: "purchase_bills", rank: 14,
    without: "bills are posted by document, not matched to receipts",
    columns: [
      .required("bill_key", .reference(stream: "purchase_bills"), "the bill"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its bill's"),
      .optional("recorded_at", .timestamp, "its bill's"),
      .lineKind,
      .optional("item_key", .reference(stream: "items"), "the item"),
      .optional("order_line_key", .key, "the order line"),
      .optional("receipt_line_key", .key, "the receipt line it bills"),
      .optional("description", .text, "what the line says"),
      .optional("quantity", .quantity, "billed"),
      .required("net_amount", .amount, "before tax"),
      .optional("tax_amount", .amount, "tax on the line"),
      .optional(
        "recoverable_tax_amount", .amount, "the part of it that is reclaimed; all if missing"),
      .optional("tax_code", .text, "the tax code"),
    ] + StreamColumn.lineDimensions)
}
