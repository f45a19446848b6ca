extension StreamContract {
  /// One tax amount of one document line.
  static let taxLines = StreamContract(
    "tax_lines", group: .money,
    grain: "one tax amount of one document line",
    key: ["tax_line_key"], rank: 70,
    without: "tax is what document lines state; no return by base and code",
    columns: [
      .required("tax_line_key", .key, "the row's key in the source")
    ] + StreamColumn.dated + [
      .required("document_stream", .text, "the stream of the document"),
      .required("document_key", .key, "the document"),
      .optional("document_line_key", .key, "its line; the whole document if missing"),
      .required("tax_code", .text, "the tax code"),
      .required(
        "kind",
        .enumeration([
          "output", "input", "import", "reverse_charge_output", "reverse_charge_input",
          "withholding", "sales",
        ]), "which side of the return it is on"),
      .required("currency", .currency, "the document's currency"),
      .required("base_amount", .amount, "what the tax is computed on; a credit negative"),
      .required("tax_amount", .amount, "the tax; a credit negative"),
      .optional("recoverable_amount", .amount, "the part that is reclaimed; all if missing"),
      .optional(
        "tax_point", .date, "the day that decides the return; the accounting date if missing"),
      .optional("return_key", .reference(stream: "tax_returns"), "the return it was declared in"),
      .optional("jurisdiction", .text, "country or region that levies it"),
      .qualityFlags,
    ])
}
