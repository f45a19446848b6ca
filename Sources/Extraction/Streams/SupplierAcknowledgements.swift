extension StreamContract {
  /// A supplier's answer to one order line.
  static let supplierAcknowledgements = StreamContract(
    "supplier_acknowledgements", group: .purchasing,
    grain: "a supplier's answer to one order line",
    key: ["acknowledgement_key"], rank: 11,
    without: "expected receipts are the dates asked for, not the dates promised",
    columns: [
      .required("acknowledgement_key", .key, "the answer's key in the source")
    ] + StreamColumn.dated + [
      .required("order_key", .reference(stream: "purchase_orders"), "the order"),
      .optional("order_line_key", .key, "the order line; the whole order if missing"),
      .optional("document_number", .text, "the supplier's number"),
      .required(
        "status", .enumeration(["accepted", "changed", "rejected"]), "what the supplier says"),
      .optional("quantity", .quantity, "promised"),
      .optional("unit_price", .unitCost, "promised, per stock unit"),
      .optional("currency", .currency, "the price's currency; the order's if missing"),
      .optional("promised_on", .date, "when the supplier will deliver"),
      .qualityFlags,
    ])
}
