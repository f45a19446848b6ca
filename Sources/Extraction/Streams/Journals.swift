extension StreamContract {
  /// One journal entry that the source itself posted.
  static let journals = StreamContract(
    "journals", group: .ledger,
    grain: "one journal entry that the source itself posted",
    key: ["entry_key"], rank: 80,
    without: "every entry is derived from documents",
    columns: [
      .required("entry_key", .key, "the entry's key in the source")
    ] + StreamColumn.monetaryHeader + [
      .required("journal", .text, "the journal it stands in"),
      .required(
        "kind",
        .enumeration([
          "sales", "sales_credit", "purchase", "purchase_credit", "payment", "inventory",
          "cost_of_sales", "payroll", "depreciation", "tax", "opening", "closing", "adjustment",
          "manual", "reversal", "other",
        ]), "what it records"),
      .required(
        "status", .enumeration(["draft", "posted", "reversed"]),
        "only posted and reversed entries count"),
      .optional("document_stream", .text, "the stream of the document it records"),
      .optional("document_key", .key, "that document"),
      .optional("description", .text, "what it says"),
    ])
}
