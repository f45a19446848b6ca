extension StreamContract {
  /// One tax return as filed.
  static let taxReturns = StreamContract(
    "tax_returns", group: .money,
    grain: "one tax return as filed",
    key: ["tax_return_key"], rank: 72,
    without: "tax accounts are not compared with returns; late tax rows are not marked",
    columns: [
      .required("tax_return_key", .key, "the return's key in the source"),
      .required("accounting_date", .date, "the last day of its period"),
      .optional("recorded_at", .timestamp, "when it was recorded"),
      .required("kind", .text, "which tax"),
      .required("starts_on", .date, "first day of its period"),
      .required("ends_on", .date, "last day of its period"),
      .required(
        "status", .enumeration(["open", "filed", "paid", "amended"]),
        "where it stands; a filed return takes no more rows"),
      .optional("filed_on", .date, "when it was filed"),
      .optional("due_on", .date, "when it is due"),
      .required("currency", .currency, "the return's currency"),
      .optional("output_amount", .amount, "tax owed"),
      .optional("input_amount", .amount, "tax reclaimed, positive"),
      .optional("payable_amount", .amount, "owed less reclaimed; a refund negative"),
      .optional("jurisdiction", .text, "country or region"),
    ])
}
