extension StreamContract {
  /// One earning, deduction or contribution of a pay slip.
  static let payrollLines = StreamContract(
    "payroll_lines", group: .people,
    grain: "one earning, deduction or contribution of a pay slip",
    key: ["payroll_key", "line_key"], header: "payroll", rank: 76,
    without: "wages are posted in one sum, without tax and contributions by kind",
    columns: [
      .required("payroll_key", .reference(stream: "payroll"), "the slip"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its slip's"),
      .optional("recorded_at", .timestamp, "its slip's"),
      .required(
        "kind",
        .enumeration([
          "earning", "benefit", "tax", "employee_contribution", "employer_contribution",
          "deduction", "advance", "loan", "garnishment", "reimbursement",
        ]), "what it is"),
      .required("code", .text, "the source's code; account roles may name it"),
      .optional("description", .text, "as printed"),
      .required("amount", .amount, "positive; the kind says on which side it stands"),
      .optional("hours", .quantity, "hours worked"),
      .optional("account_code", .text, "the account, where the source states it"),
    ])
}
