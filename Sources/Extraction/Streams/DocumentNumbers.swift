extension StreamContract {
  /// One number that a series of the source has given out.
  static let documentNumbers = StreamContract(
    "document_numbers", group: .control,
    grain: "one number that a series of the source has given out",
    key: ["series", "number"],
    without: "gaps and doubles in the source's own series are not reported",
    columns: [
      .required("series", .text, "the series: invoices of 2026, receipts of till 3 …"),
      .required("number", .integer, "the counter inside the series"),
      .required("document_number", .text, "the number as printed"),
      .required("issued_on", .date, "the day it was given out"),
      .optional("document_stream", .text, "the document's stream"),
      .optional("document_key", .key, "the document; NULL when the number was never used"),
      .optional("is_void", .boolean, "given out and cancelled, so not a gap"),
    ])
}
