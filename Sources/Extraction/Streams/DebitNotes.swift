extension StreamContract {
  /// One credit received from a supplier.
  static let debitNotes = StreamContract(
    "debit_notes", group: .purchasing,
    grain: "one credit received from a supplier",
    key: ["debit_note_key"], rank: 16,
    without: "supplier returns reduce stock but not payables",
    columns: [
      .required("debit_note_key", .key, "its key in the source")
    ] + StreamColumn.monetaryHeader + [
      .required("partner_key", .reference(stream: "partners"), "the supplier"),
      .optional("bill_key", .reference(stream: "purchase_bills"), "the bill it corrects"),
      .required("total", .amount, "gross amount, positive"),
      .optional("tax_total", .amount, "tax contained in total"),
    ])
}
