extension StreamContract {
  /// One line of an invoice.
  static let salesInvoiceLines = StreamContract(
    "sales_invoice_lines", group: .sales,
    grain: "one line of an invoice",
    key: ["invoice_key", "line_key"], header: "sales_invoices", rank: 50,
    without: "revenue is posted by document, not by item",
    columns: [
      .required("invoice_key", .reference(stream: "sales_invoices"), "the invoice"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its invoice's"),
      .optional("recorded_at", .timestamp, "its invoice's"),
      .lineKind,
      .optional("item_key", .reference(stream: "items"), "the item"),
      .optional("order_line_key", .key, "the order line"),
      .optional("description", .text, "what the line says"),
      .optional("quantity", .quantity, "invoiced"),
      .required("net_amount", .amount, "before tax, after discounts"),
      .optional("tax_amount", .amount, "tax on the line"),
      .optional("tax_code", .text, "the tax code"),
    ] + StreamColumn.lineDimensions)
}
