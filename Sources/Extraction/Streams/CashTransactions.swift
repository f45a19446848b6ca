extension StreamContract {
  /// One change of a cash account that is neither a payment nor a session of a till.
  static let cashTransactions = StreamContract(
    "cash_transactions", group: .money,
    grain: "one change of a cash account that is neither a payment nor a session of a till",
    key: ["transaction_key"], rank: 64,
    without: "bank charges, interest, transfers between accounts and loan payments are not posted",
    columns: [
      .required("transaction_key", .key, "its key in the source"),
      .optional("document_number", .text, "the number people know it by"),
    ] + StreamColumn.dated + [
      .required(
        "cash_account_key", .reference(stream: "cash_accounts"), "the account that changes"),
      .required(
        "kind",
        .enumeration([
          "transfer", "bank_charge", "interest_received", "interest_paid", "loan_drawing",
          "loan_repayment", "capital", "drawing", "tax_payment", "exchange", "other",
        ]), "what it is"),
      .required("currency", .currency, "the account's currency"),
      .optional("exchange_rate", .rate, "base currency per unit of currency"),
      .required("amount", .amount, "received positive, paid negative"),
      .optional(
        "other_cash_account_key", .reference(stream: "cash_accounts"),
        "the other account of a transfer"),
      .optional("other_currency", .currency, "that account's currency"),
      .optional(
        "other_amount", .amount, "what that account changes by, received positive, paid negative"),
      .optional("fee_amount", .amount, "kept by the bank, positive, not part of amount"),
      .optional("account_code", .text, "the other side's account, where the source states it"),
      .optional("partner_key", .reference(stream: "partners"), "the partner, where there is one"),
      .optional("loan_key", .reference(stream: "loans"), "the loan it belongs to"),
      .optional("description", .text, "what it says"),
      .optional(
        "reversed_key", .reference(stream: "cash_transactions"), "the row that this one reverses"),
      .qualityFlags,
    ])
}
