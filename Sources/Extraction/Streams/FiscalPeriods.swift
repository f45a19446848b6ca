extension StreamContract {
  /// One fiscal period of the source's own calendar.
  static let fiscalPeriods = StreamContract(
    "fiscal_periods", group: .masters,
    grain: "one fiscal period of the source's own calendar",
    key: ["fiscal_year", "period_number"],
    without: "periods come from the fiscal calendar of the company's configuration",
    columns: [
      .required("fiscal_year", .integer, "the year the period belongs to"),
      .required(
        "period_number", .integer, "its place in the year, from 1; 13 for year-end entries"),
      .required("name", .text, "as printed"),
      .required("starts_on", .date, "its first day"),
      .required("ends_on", .date, "its last day"),
      .required(
        "status", .enumeration(["open", "closing", "closed"]),
        "whether the source still posts into it"),
      .optional("closed_on", .date, "when the source closed it"),
    ])
}
