extension StreamContract {
  /// One company's share in another from a date on.
  static let ownership = StreamContract(
    "ownership", group: .masters,
    grain: "one company's share in another from a date on",
    key: ["parent_key", "company_key", "valid_from"],
    without: "no consolidation",
    columns: [
      .required("parent_key", .reference(stream: "companies"), "who owns"),
      .required("company_key", .reference(stream: "companies"), "what is owned"),
      .required("valid_from", .date, "the first day it holds"),
      .optional("valid_until", .date, "the last day it holds"),
      .required("percent", .rate, "percent of the capital"),
      .required("method", .enumeration(["full", "equity", "none"]), "how it is consolidated"),
      .optional("acquired_on", .date, "when control began"),
    ])
}
