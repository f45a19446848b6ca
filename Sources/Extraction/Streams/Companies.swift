extension StreamContract {
  /// One legal entity of the source.
  static let companies = StreamContract(
    "companies", group: .masters,
    grain: "one legal entity of the source",
    key: ["company_key"],
    without: "the company is the one that its configuration describes",
    columns: [
      .required("company_key", .key, "the company's key in the source"),
      .required("name", .text, "its legal name"),
      .optional("base_currency", .currency, "the currency it keeps its books in"),
      .optional("country", .text, "ISO 3166 country code"),
      .optional("tax_id", .text, "tax registration number"),
      .optional("time_zone", .text, "IANA zone that cuts its days"),
      .optional("fiscal_year_first_month", .integer, "1 to 12"),
    ])
}
