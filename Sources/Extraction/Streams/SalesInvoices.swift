extension StreamContract {
  /// One invoice to a customer.
  static let salesInvoices = StreamContract(
    "sales_invoices", group: .sales,
    grain: "one invoice to a customer",
    key: ["invoice_key"], rank: 50,
    without: "no revenue, no receivables",
    columns: [
      .required("invoice_key", .key, "the invoice's key in the source")
    ] + StreamColumn.monetaryHeader + [
      .optional(
        "partner_key", .reference(stream: "partners"),
        "the customer; missing for an anonymous cash sale"),
      .optional("order_key", .reference(stream: "sales_orders"), "the order"),
      .optional("due_date", .date, "when it is due; document date plus terms if missing"),
      .optional("payment_terms_key", .reference(stream: "payment_terms"), "its terms"),
      .required(
        "settlement", .enumeration(["credit", "immediate"]),
        "immediate when paid at once: such an invoice never ages"),
      .optional(
        "cash_account_key", .reference(stream: "cash_accounts"), "where an immediate payment went"),
      .required("total", .amount, "gross amount, tax included"),
      .optional("tax_total", .amount, "tax contained in total"),
    ])
}
