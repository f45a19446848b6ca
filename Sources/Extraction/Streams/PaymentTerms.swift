extension StreamContract {
  /// One set of payment terms.
  static let paymentTerms = StreamContract(
    "payment_terms", group: .masters,
    grain: "one set of payment terms",
    key: ["payment_terms_key"],
    without: "due dates come from the documents or the company's default days",
    columns: [
      .required("payment_terms_key", .key, "the terms' key in the source"),
      .required("name", .text, "as printed on documents"),
      .required("due_days", .integer, "days from document date to due date"),
      .optional("discount_days", .integer, "days within which the discount is granted"),
      .optional("discount_percent", .rate, "percent of the gross amount"),
      .optional("instalments", .json, "list of {days, percent} when paid in parts"),
    ])
}
