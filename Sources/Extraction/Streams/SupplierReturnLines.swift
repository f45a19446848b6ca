extension StreamContract {
  /// One line of a return to a supplier.
  static let supplierReturnLines = StreamContract(
    "supplier_return_lines", group: .purchasing,
    grain: "one line of a return to a supplier",
    key: ["return_key", "line_key"], header: "supplier_returns", rank: 17,
    without: "returns are shown by document, not by item",
    columns: [
      .required("return_key", .reference(stream: "supplier_returns"), "the return"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its return's"),
      .optional("recorded_at", .timestamp, "its return's"),
      .required("item_key", .reference(stream: "items"), "the item"),
      .optional("receipt_line_key", .key, "the receipt line"),
      .optional("lot_key", .reference(stream: "lots"), "lot or serial number"),
      .required("quantity", .quantity, "returned, positive"),
      .optional("net_amount", .amount, "the credit expected, before tax, positive"),
      .optional("currency", .currency, "its currency; base currency if missing"),
    ])
}
