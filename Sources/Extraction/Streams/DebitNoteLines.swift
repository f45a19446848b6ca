extension StreamContract {
  /// One line of a supplier's credit.
  static let debitNoteLines = StreamContract(
    "debit_note_lines", group: .purchasing,
    grain: "one line of a supplier's credit",
    key: ["debit_note_key", "line_key"], header: "debit_notes", rank: 16,
    without: "supplier credits are posted by document",
    columns: [
      .required("debit_note_key", .reference(stream: "debit_notes"), "the supplier's credit"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its document's"),
      .optional("recorded_at", .timestamp, "its document's"),
      .lineKind,
      .optional("item_key", .reference(stream: "items"), "the item"),
      .optional("bill_line_key", .key, "the line of the header's bill that is credited"),
      .optional("description", .text, "what the line says"),
      .optional(
        "quantity", .quantity,
        "credited as sent back; empty where the price alone is corrected"),
      .required("net_amount", .amount, "before tax, positive"),
      .optional("tax_amount", .amount, "tax on the line"),
      .optional("tax_code", .text, "the tax code"),
    ] + StreamColumn.lineDimensions)
}
