extension StreamContract {
  /// One return of goods to a supplier.
  static let supplierReturns = StreamContract(
    "supplier_returns", group: .purchasing,
    grain: "one return of goods to a supplier",
    key: ["return_key"], rank: 17,
    without: "returned goods are explained by their movements and debit notes only",
    columns: [
      .required("return_key", .key, "the return's key in the source"),
      .required("partner_key", .reference(stream: "partners"), "the supplier"),
      .required("document_number", .text, "the number people know it by"),
    ] + StreamColumn.dated + [
      .optional(
        "receipt_key", .reference(stream: "goods_receipts"), "the receipt the goods came with"),
      .optional("debit_note_key", .reference(stream: "debit_notes"), "the credit given for them"),
      .required(
        "status", .enumeration(["requested", "approved", "shipped", "credited", "cancelled"]),
        "where it stands now"),
      .optional("reason", .text, "why they go back"),
      .qualityFlags,
    ])
}
