extension StreamContract {
  /// One bank account, cash box or clearing account.
  static let cashAccounts = StreamContract(
    "cash_accounts", group: .masters,
    grain: "one bank account, cash box or clearing account",
    key: ["cash_account_key"],
    without: "payments post to the company's default cash role",
    columns: [
      .required("cash_account_key", .key, "the account's key in the source"),
      .required("name", .text, "its name"),
      .required("kind", .enumeration(["bank", "cash", "clearing"]), "what it is"),
      .required("currency", .currency, "its currency"),
      .optional("account_code", .text, "the ledger account it posts to"),
    ])
}
