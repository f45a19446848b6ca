extension StreamContract {
  /// One document that was open at go-live.
  static let openingItems = StreamContract(
    "opening_items", group: .opening,
    grain: "one document that was open at go-live",
    key: ["document_key"],
    without: "ageing starts empty at go-live",
    columns: [
      .required("document_key", .key, "the document's key in the source"),
      .required("side", .enumeration(["receivable", "payable"]), "whose debt it is"),
      .required("partner_key", .reference(stream: "partners"), "the partner"),
      .required("document_number", .text, "the number people know it by"),
      .required("document_date", .date, "the date printed on it"),
      .required("due_date", .date, "when it is due"),
      .required("currency", .currency, "its currency"),
      .required("amount", .amount, "open amount, an invoice positive, a credit negative"),
      .optional("base_amount", .amount, "the same in base currency"),
    ])
}
