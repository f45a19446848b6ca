extension StreamContract {
  /// The end of one production order. It is an event of its own day, apart from the order's row: an
  /// order released in a closed month ends in an open one.
  static let workOrderCompletions = StreamContract(
    "work_order_completions", version: 2, group: .production,
    grain: "the end of one production order; what is left of its cost settles then",
    key: ["work_order_key"], rank: 24,
    without: "production orders never end; what their products did not take stays in progress",
    columns: [
      .required("work_order_key", .key, "the order"),
      .required("document_number", .text, "the order's number"),
      .required("accounting_date", .date, "when it was completed, closed or cancelled"),
      .optional("recorded_at", .timestamp, "when that was recorded"),
      .optional("labour_amount", .amount, "labour it absorbs, in base currency"),
      .optional("overhead_amount", .amount, "overhead it absorbs, in base currency"),
      .optional("worked_hours", .quantity, "hours its labour is for, over all operations"),
      .optional("scrapped_quantity", .quantity, "units begun and lost, which stock never got"),
      .qualityFlags,
    ])
}
