extension StreamContract {
  /// One customer, supplier or both.
  static let partners = StreamContract(
    "partners", group: .masters,
    grain: "one customer, supplier or both",
    key: ["partner_key"],
    without: "ageing and statements show keys instead of names",
    columns: [
      .required("partner_key", .key, "the partner's key in the source"),
      .required(
        "kind", .enumeration(["customer", "supplier", "both", "employee", "company"]),
        "what the partner is to the company"),
      .optional("number", .text, "the number people know it by"),
      .required("name", .text, "its name"),
      .optional("partner_group", .text, "group; account roles may name it"),
      .optional("country", .text, "ISO 3166 country code"),
      .optional("currency", .currency, "the currency it usually trades in"),
      .optional("payment_terms_key", .reference(stream: "payment_terms"), "its usual terms"),
      .optional("credit_limit", .amount, "in its currency"),
      .optional("is_active", .boolean, "false when no longer used"),
    ])
}
