extension StreamContract {
  /// One line of an offer.
  static let salesQuoteLines = StreamContract(
    "sales_quote_lines", group: .sales,
    grain: "one line of an offer",
    key: ["quote_key", "line_key"], header: "sales_quotes", rank: 38,
    without: "offers are shown by document, not by item",
    columns: [
      .required("quote_key", .reference(stream: "sales_quotes"), "the offer"),
      .required("line_key", .key, "the line's key"),
      .required("accounting_date", .date, "its offer's"),
      .optional("recorded_at", .timestamp, "its offer's"),
      .lineKind,
      .optional("item_key", .reference(stream: "items"), "the item"),
      .optional("description", .text, "what the line says"),
      .optional("quantity", .quantity, "offered"),
      .optional("net_amount", .amount, "before tax"),
      .optional("tax_code", .text, "the tax code"),
    ])
}
