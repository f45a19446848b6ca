extension StreamContract {
  /// One line of a receipt.
  static let goodsReceiptLines = StreamContract(
    "goods_receipt_lines", group: .purchasing,
    grain: "one line of a receipt",
    key: ["receipt_key", "line_key"], header: "goods_receipts", rank: 12,
    without: "goods received not invoiced by order line is off",
    columns: [
      .required("receipt_key", .reference(stream: "goods_receipts"), "the receipt"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its receipt's"),
      .optional("recorded_at", .timestamp, "its receipt's"),
      .optional("order_line_key", .key, "the order line"),
      .required("item_key", .reference(stream: "items"), "the item"),
      .required("quantity", .quantity, "accepted into stock"),
      .optional("rejected_quantity", .quantity, "refused"),
      .optional("net_amount", .amount, "expected value of the accepted quantity, before tax"),
      .optional("currency", .currency, "its currency"),
    ])
}
