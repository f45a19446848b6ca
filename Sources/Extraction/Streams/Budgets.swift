extension StreamContract {
  /// The budget of one account for one month.
  static let budgets = StreamContract(
    "budgets", group: .ledger,
    grain: "the budget of one account for one month",
    key: ["account_code", "period_start", "department_key"],
    without: "no budget comparison",
    columns: [
      .required("account_code", .text, "the account"),
      .required("period_start", .date, "first day of the period"),
      .required("amount", .amount, "debit positive, credit negative, in base currency"),
      .optional("scenario", .text, "which budget; the only one if missing"),
      .optional("department_key", .reference(stream: "departments"), "department"),
    ])
}
