extension StreamContract {
  /// One receipt from a supplier.
  static let goodsReceipts = StreamContract(
    "goods_receipts", group: .purchasing,
    grain: "one receipt from a supplier",
    key: ["receipt_key"], rank: 12,
    without: "lead times and goods received not invoiced by document are off",
    columns: [
      .required("receipt_key", .key, "the receipt's key in the source"),
      .optional("partner_key", .reference(stream: "partners"), "the supplier"),
      .optional("order_key", .reference(stream: "purchase_orders"), "the order"),
      .required("document_number", .text, "the number people know it by"),
      .required("accounting_date", .date, "when the goods arrived"),
      .optional("recorded_at", .timestamp, "when it was recorded"),
    ])
}
