extension StreamContract {
  /// One line of a manual entry.
  static let manualJournalLines = StreamContract(
    "manual_journal_lines", group: .ledger,
    grain: "one line of a manual entry",
    key: ["journal_key", "line_key"], header: "manual_journals", rank: 90,
    without: "no manual entries",
    columns: [
      .required("journal_key", .reference(stream: "manual_journals"), "the entry"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its entry's"),
      .optional("recorded_at", .timestamp, "its entry's"),
      .required("account", .text, "the account's code"),
      .required("debit", .amount, "zero or positive"),
      .required("credit", .amount, "zero or positive"),
      .optional("description", .text, "what the line says"),
      .optional("partner_key", .reference(stream: "partners"), "the partner"),
    ] + StreamColumn.lineDimensions)
}
