extension StreamContract {
  /// One account of the company's chart.
  static let accounts = StreamContract(
    "accounts", group: .masters,
    grain: "one account of the company's chart",
    key: ["account_code"],
    without: "the shipped chart of accounts is used",
    columns: [
      .required("account_code", .text, "the account's code"),
      .required("name", .text, "its name"),
      .required(
        "account_type", .enumeration(["asset", "liability", "equity", "income", "expense"]),
        "what it is"),
      .optional("parent_code", .text, "the account it rolls up to"),
      .optional(
        "control",
        .enumeration([
          "receivable", "payable", "inventory", "grni", "bank", "tax", "customer_advance",
          "supplier_advance",
        ]), "the subledger it must equal"),
      .optional("is_monetary", .boolean, "revalued at the closing rate"),
    ])
}
