extension StreamContract {
  /// The balance of one account at go-live.
  static let openingBalances = StreamContract(
    "opening_balances", group: .opening,
    grain: "the balance of one account at go-live",
    key: ["account_code", "currency"],
    without:
      "opening balances are derived from opening layers and items; the rest is shown on opening_balance_equity",
    columns: [
      .required("account_code", .text, "the account"),
      .optional("currency", .currency, "the currency of amount; base currency if missing"),
      .required("amount", .amount, "debit positive, credit negative"),
      .optional("base_amount", .amount, "the same in base currency"),
      .optional("department_key", .reference(stream: "departments"), "department"),
    ])
}
