extension StreamContract {
  /// Rows that an adapter leaves out by a named rule.
  static let exclusions = StreamContract(
    "exclusions", group: .control,
    grain: "rows that an adapter leaves out by a named rule",
    key: ["stream", "rule"],
    without: "excluded rows are not shown in the tie-out",
    columns: [
      .required("stream", .text, "the stream they would have belonged to"),
      .required("rule", .text, "the rule's name"),
      .required("reason", .text, "why, in a sentence"),
      .required("row_count", .integer, "how many rows"),
      .optional("amount", .amount, "their exact amount in the company's base currency"),
      .optional("quantity", .quantity, "their quantity"),
    ])
}
