extension StreamContract {
  /// One credit note to a customer.
  static let creditNotes = StreamContract(
    "credit_notes", group: .sales,
    grain: "one credit note to a customer",
    key: ["credit_note_key"], rank: 52,
    without: "returns reduce stock but not receivables",
    columns: [
      .required("credit_note_key", .key, "the credit note's key in the source")
    ] + StreamColumn.monetaryHeader + [
      .optional("partner_key", .reference(stream: "partners"), "the customer"),
      .optional("invoice_key", .reference(stream: "sales_invoices"), "the invoice it corrects"),
      .required(
        "settlement", .enumeration(["credit", "immediate"]), "immediate when refunded at once"),
      .optional(
        "cash_account_key", .reference(stream: "cash_accounts"),
        "where an immediate refund came from"),
      .required("total", .amount, "gross amount, positive"),
      .optional("tax_total", .amount, "tax contained in total"),
    ])
}
