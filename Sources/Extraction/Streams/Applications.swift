extension StreamContract {
  /// One use of a payment or credit against a document.
  static let applications = StreamContract(
    "applications", version: 2, group: .money,
    grain: "one use of a payment or credit against a document",
    key: ["application_key"], rank: 62,
    without: "payments are applied by the company's policy and flagged as inferred",
    columns: [
      .required("application_key", .key, "the application's key in the source"),
      .required("accounting_date", .date, "when it was applied"),
      .optional("recorded_at", .timestamp, "when it was recorded"),
      .required(
        "kind",
        .enumeration([
          "payment", "advance", "credit_note", "contra", "early_discount", "withholding",
          "write_off", "bank_charge", "cash_rounding", "stored_value",
        ]), "what settles the document"),
      .required(
        "from_stream",
        .enumeration(["payments", "credit_notes", "debit_notes", "opening_items", "none"]),
        "the settling document's stream"),
      .optional("from_key", .key, "the settling document; none for a write-off"),
      .required(
        "to_stream",
        .enumeration([
          "sales_invoices", "purchase_bills", "opening_items", "credit_notes", "debit_notes",
          "payments",
        ]), "the settled document's stream"),
      .required("to_key", .key, "the settled document"),
      .required("amount", .amount, "in the settled document's currency, positive"),
      .optional("currency", .currency, "that currency; the settled document's if missing"),
      .optional(
        "instalment", .integer,
        "which instalment it settles, the one due first being 1; the oldest open ones if missing"),
      .qualityFlags,
    ])
}
