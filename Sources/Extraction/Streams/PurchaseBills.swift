extension StreamContract {
  /// One bill from a supplier.
  static let purchaseBills = StreamContract(
    "purchase_bills", group: .purchasing,
    grain: "one bill from a supplier",
    key: ["bill_key"], rank: 14,
    without: "no payables; receipts stay on goods received not invoiced",
    columns: [
      .required("bill_key", .key, "the bill's key in the source")
    ] + StreamColumn.monetaryHeader + [
      .required("partner_key", .reference(stream: "partners"), "the supplier"),
      .optional("order_key", .reference(stream: "purchase_orders"), "the order"),
      .optional("supplier_number", .text, "the supplier's own number"),
      .optional("due_date", .date, "when it is due; document date plus terms if missing"),
      .optional("payment_terms_key", .reference(stream: "payment_terms"), "its terms"),
      .required("total", .amount, "gross amount, tax included"),
      .optional("tax_total", .amount, "tax contained in total"),
    ])
}
