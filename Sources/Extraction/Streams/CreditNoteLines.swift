extension StreamContract {
  /// One line of a credit note.
  static let creditNoteLines = StreamContract(
    "credit_note_lines", group: .sales,
    grain: "one line of a credit note",
    key: ["credit_note_key", "line_key"], header: "credit_notes", rank: 52,
    without: "credits are posted by document, not by item",
    columns: [
      .required("credit_note_key", .reference(stream: "credit_notes"), "the credit note"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its credit note's"),
      .optional("recorded_at", .timestamp, "its credit note's"),
      .lineKind,
      .optional("item_key", .reference(stream: "items"), "the item"),
      .optional("invoice_line_key", .key, "the invoice line"),
      .optional("description", .text, "what the line says"),
      .optional("quantity", .quantity, "credited"),
      .required("net_amount", .amount, "before tax, positive"),
      .optional("tax_amount", .amount, "tax on the line"),
      .optional("tax_code", .text, "the tax code"),
    ] + StreamColumn.lineDimensions)
}
