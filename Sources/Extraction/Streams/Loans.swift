extension StreamContract {
  /// One loan taken or given.
  static let loans = StreamContract(
    "loans", group: .money,
    grain: "one loan taken or given",
    key: ["loan_key"],
    without: "loans are balances without terms; no current and non-current part",
    columns: [
      .required("loan_key", .key, "the loan's key in the source"),
      .required("document_number", .text, "the contract's number"),
      .required("side", .enumeration(["taken", "given"]), "whose debt it is"),
      .optional("partner_key", .reference(stream: "partners"), "lender or borrower"),
      .required("currency", .currency, "its currency"),
      .required("principal_amount", .amount, "what was agreed, positive"),
      .required("starts_on", .date, "first day"),
      .optional("ends_on", .date, "when it is due in full"),
      .optional("interest_percent", .rate, "percent a year"),
      .optional(
        "interest_basis", .enumeration(["actual_365", "actual_360", "thirty_360"]),
        "how days are counted"),
      .optional(
        "repayment", .enumeration(["bullet", "linear", "annuity", "free"]), "how it is paid back"),
      .optional("payments_per_year", .integer, "how often"),
      .optional("instalment_amount", .amount, "interest and repayment together, where agreed"),
      .optional("account_code", .text, "the account of the principal"),
    ])
}
