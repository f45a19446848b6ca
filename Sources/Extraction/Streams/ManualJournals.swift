extension StreamContract {
  /// One manual entry.
  static let manualJournals = StreamContract(
    "manual_journals", group: .ledger,
    grain: "one manual entry",
    key: ["journal_key"], rank: 90,
    without: "no manual entries",
    columns: [
      .required("journal_key", .key, "the entry's key")
    ] + StreamColumn.monetaryHeader + [
      .optional("journal", .text, "the journal it belongs to; general if missing"),
      .required("description", .text, "why it was made"),
      .optional("prepared_by", .text, "who made it"),
      .optional("approved_by", .text, "who approved it"),
    ])
}
