extension StreamContract {
  /// One line of a bank statement.
  static let bankStatementLines = StreamContract(
    "bank_statement_lines", group: .money,
    grain: "one line of a bank statement",
    key: ["statement_line_key"], rank: 66,
    without: "cash accounts are not compared with the bank",
    columns: [
      .required("statement_line_key", .key, "the line's key"),
      .optional("statement_number", .text, "the statement's number"),
      .required("cash_account_key", .reference(stream: "cash_accounts"), "the account"),
      .required("accounting_date", .date, "the booking date on the statement"),
      .optional("recorded_at", .timestamp, "when it was loaded"),
      .optional("value_date", .date, "the day interest counts from"),
      .required("currency", .currency, "the account's currency"),
      .required("amount", .amount, "received positive, paid negative"),
      .optional("balance", .amount, "the account's balance after this line"),
      .optional("reference", .text, "the bank's reference"),
      .optional("counterparty", .text, "who sent or received it"),
      .optional("description", .text, "what it says"),
      .optional("payment_key", .reference(stream: "payments"), "the payment it was matched with"),
      .optional(
        "transaction_key", .reference(stream: "cash_transactions"),
        "the cash transaction it was matched with"),
    ])
}
