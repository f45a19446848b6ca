extension StreamContract {
  /// One payment received or made.
  static let payments = StreamContract(
    "payments", group: .money,
    grain: "one payment received or made",
    key: ["payment_key"], rank: 60,
    without: "every document stays open",
    columns: [
      .required("payment_key", .key, "the payment's key in the source")
    ] + StreamColumn.monetaryHeader + [
      .required("direction", .enumeration(["in", "out"]), "received or made"),
      .optional("partner_key", .reference(stream: "partners"), "from or to whom"),
      .required(
        "partner_role", .enumeration(["customer", "supplier", "employee", "other"]), "in which role"
      ),
      .optional("payment_method", .text, "how it was paid"),
      .optional(
        "cash_account_key", .reference(stream: "cash_accounts"), "where the money went or came from"
      ),
      .required("amount", .amount, "what the partner's account is credited with, positive"),
      .optional("fee_amount", .amount, "kept by the payment provider, part of amount"),
      .optional("is_advance", .boolean, "paid before there is a document"),
    ])
}
