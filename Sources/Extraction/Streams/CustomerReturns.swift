extension StreamContract {
  /// One return of goods by a customer.
  static let customerReturns = StreamContract(
    "customer_returns", group: .sales,
    grain: "one return of goods by a customer",
    key: ["return_key"], rank: 44,
    without: "returned goods are explained by their movements and credit notes only",
    columns: [
      .required("return_key", .key, "the return's key in the source"),
      .optional("partner_key", .reference(stream: "partners"), "the customer"),
      .required("document_number", .text, "the number people know it by"),
    ] + StreamColumn.dated + [
      .optional(
        "delivery_key", .reference(stream: "deliveries"), "the delivery the goods came with"),
      .optional(
        "invoice_key", .reference(stream: "sales_invoices"), "the invoice they were billed with"),
      .optional(
        "credit_note_key", .reference(stream: "credit_notes"), "the credit note given for them"),
      .required(
        "status", .enumeration(["requested", "approved", "received", "inspected", "rejected"]),
        "where it stands now"),
      .optional("reason", .text, "why they came back"),
      .qualityFlags,
    ])
}
