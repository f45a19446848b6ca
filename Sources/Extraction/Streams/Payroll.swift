extension StreamContract {
  /// One pay slip.
  static let payroll = StreamContract(
    "payroll", group: .people,
    grain: "one pay slip",
    key: ["payroll_key"], rank: 76,
    without: "wages are not posted",
    columns: [
      .required("payroll_key", .key, "the slip's key in the source"),
      .required("document_number", .text, "the number people know it by"),
    ] + StreamColumn.dated + [
      .required("employee_key", .reference(stream: "employees"), "who is paid"),
      .required("period_start", .date, "first day paid for"),
      .required("period_end", .date, "last day paid for"),
      .required("currency", .currency, "its currency"),
      .optional("exchange_rate", .rate, "base currency per unit of currency"),
      .required("gross_amount", .amount, "earned, positive"),
      .required("net_amount", .amount, "paid out, positive"),
      .optional("employer_amount", .amount, "employer's contributions on top of gross, positive"),
      .optional("paid_on", .date, "when it was paid; still a liability if missing"),
      .optional("cash_account_key", .reference(stream: "cash_accounts"), "where it was paid from"),
      .optional("department_key", .reference(stream: "departments"), "department"),
      .optional("project_key", .reference(stream: "projects"), "project"),
      .optional("reversed_key", .reference(stream: "payroll"), "the slip that this one reverses"),
      .qualityFlags,
    ])
}
