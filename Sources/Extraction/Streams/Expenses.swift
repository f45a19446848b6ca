extension StreamContract {
  /// One line of an expense claim or petty-cash voucher.
  static let expenses = StreamContract(
    "expenses", group: .purchasing,
    grain: "one line of an expense claim or petty-cash voucher",
    key: ["expense_key"], rank: 58,
    without: "expense claims are not posted",
    columns: [
      .required("expense_key", .key, "the line's key in the source")
    ] + StreamColumn.monetaryHeader + [
      .optional("employee_key", .reference(stream: "employees"), "who spent it"),
      .optional("partner_key", .reference(stream: "partners"), "the seller, where known"),
      .required("paid_by", .enumeration(["employee", "company", "advance"]), "whose money it was"),
      .optional(
        "cash_account_key", .reference(stream: "cash_accounts"),
        "the account it was paid from, when the company paid"),
      .required("category", .text, "what it was for; account roles may name it"),
      .optional("description", .text, "what it says"),
      .required("total", .amount, "gross amount, tax included"),
      .optional("tax_amount", .amount, "tax contained in total"),
      .optional(
        "recoverable_tax_amount", .amount, "the part of it that is reclaimed; all if missing"),
      .optional("tax_code", .text, "the tax code"),
      .required(
        "status", .enumeration(["submitted", "approved", "reimbursed", "rejected"]),
        "where it stands now"),
      .optional("approved_by", .text, "who agreed"),
    ] + StreamColumn.lineDimensions)
}
