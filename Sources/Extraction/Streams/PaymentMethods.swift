extension StreamContract {
  /// One way of paying.
  static let paymentMethods = StreamContract(
    "payment_methods", group: .masters,
    grain: "one way of paying",
    key: ["payment_method"],
    without: "payments post to their cash account without a clearing account",
    columns: [
      .required("payment_method", .text, "the method as payments state it"),
      .required("name", .text, "as printed"),
      .required(
        "kind",
        .enumeration([
          "cash", "transfer", "card", "cheque", "direct_debit", "wallet", "stored_value", "offset",
        ]), "what it is"),
      .optional(
        "clearing_account_code", .text, "the account payments rest on until the bank confirms them"),
      .optional("settlement_days", .integer, "days until the bank confirms"),
      .optional("fee_percent", .rate, "percent the provider keeps"),
      .optional("fee_account_code", .text, "the account of that fee"),
    ])
}
