extension StreamContract {
  /// One accrual or deferral and how it is spread over time.
  static let schedules = StreamContract(
    "schedules", group: .ledger,
    grain: "one accrual or deferral and how it is spread over time",
    key: ["schedule_key"],
    without: "prepaid expenses and deferred revenue stay where they were posted",
    columns: [
      .required("schedule_key", .key, "the schedule's key in the source"),
      .optional("document_number", .text, "the number people know it by"),
      .required(
        "kind",
        .enumeration(["prepaid_expense", "deferred_revenue", "accrued_expense", "accrued_revenue"]),
        "what it is"),
      .required("starts_on", .date, "first day"),
      .required("ends_on", .date, "last day"),
      .required(
        "method", .enumeration(["straight_line_days", "straight_line_periods", "stated"]),
        "how it is spread"),
      .required("currency", .currency, "its currency"),
      .required("amount", .amount, "to be spread, positive"),
      .optional("stated_amounts", .json, "list of {date, amount} when stated"),
      .optional("balance_account_code", .text, "the balance-sheet account"),
      .optional("result_account_code", .text, "the account of income or expense"),
      .optional("document_stream", .text, "the stream of the document it comes from"),
      .optional("document_key", .key, "that document"),
      .optional("document_line_key", .key, "its line"),
      .optional("ended_on", .date, "the day it was ended early"),
      .optional("department_key", .reference(stream: "departments"), "department"),
      .optional("project_key", .reference(stream: "projects"), "project"),
    ])
}
