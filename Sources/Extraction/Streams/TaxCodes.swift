extension StreamContract {
  /// One tax code from a date on.
  static let taxCodes = StreamContract(
    "tax_codes", group: .masters,
    grain: "one tax code from a date on",
    key: ["tax_code", "valid_from"],
    without: "tax amounts are taken as stated and posted to one tax account",
    columns: [
      .required("tax_code", .text, "the code as document lines state it"),
      .required("valid_from", .date, "the first day it holds"),
      .optional("valid_until", .date, "the last day it holds"),
      .required("name", .text, "as printed"),
      .required(
        "kind",
        .enumeration(["output", "input", "import", "reverse_charge", "withholding", "sales"]),
        "which side of the tax return it is on"),
      .required("rate", .rate, "percent of the base"),
      .optional(
        "recoverable_percent", .rate, "percent of input tax that is reclaimed; 100 if missing"),
      .optional("is_included", .boolean, "true when prices contain the tax"),
      .optional("account_code", .text, "the account of the tax"),
      .optional("return_box", .text, "where the base and the tax stand in the return"),
      .optional("jurisdiction", .text, "country or region that levies it"),
    ])
}
