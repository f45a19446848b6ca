extension StreamContract {
  /// One line of a journal entry that the source itself posted.
  static let journalLines = StreamContract(
    "journal_lines", group: .ledger,
    grain: "one line of a journal entry that the source itself posted",
    key: ["entry_key", "line_key"], header: "journals", rank: 80,
    without: "entries of the source are not read",
    columns: [
      .required("entry_key", .reference(stream: "journals"), "the entry"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its entry's"),
      .optional("recorded_at", .timestamp, "its entry's"),
      .required("account", .text, "the account's code"),
      .required("debit", .amount, "zero or positive, in the entry's currency"),
      .required("credit", .amount, "zero or positive, in the entry's currency"),
      .optional("base_debit", .amount, "the same in base currency"),
      .optional("base_credit", .amount, "the same in base currency"),
      .optional("description", .text, "what the line says"),
      .optional("partner_key", .reference(stream: "partners"), "the partner"),
      .optional("item_key", .reference(stream: "items"), "the item"),
      .optional("quantity", .quantity, "stock units, where the source states them"),
      .optional("tax_code", .text, "the tax code"),
    ] + StreamColumn.lineDimensions)
}
