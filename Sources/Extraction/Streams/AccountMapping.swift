extension StreamContract {
  /// Where one account of the source stands in the company's chart.
  static let accountMapping = StreamContract(
    "account_mapping", group: .masters,
    grain: "where one account of the source stands in the company's chart",
    key: ["source_account"],
    without: "account codes of the source are taken as they are",
    columns: [
      .required("source_account", .text, "the account's code in the source"),
      .required("account_code", .text, "the account's code in the company's chart"),
      .optional(
        "sign_reversed", .boolean, "true when the source keeps the account with the opposite sign"),
      .optional("valid_from", .date, "the first day it holds; always if missing"),
      .optional("valid_until", .date, "the last day it holds"),
      .optional("note", .text, "why it is mapped so"),
    ])
}
