extension StreamContract {
  /// One partner that is a company of the group.
  static let intercompanyPartners = StreamContract(
    "intercompany_partners", group: .masters,
    grain: "one partner that is a company of the group",
    key: ["partner_key"],
    without: "receipts from companies of the group are told by their group_cost alone",
    columns: [
      .required("partner_key", .reference(stream: "partners"), "the partner"),
      .required("company_key", .key, "the company's key, or its code in the configuration"),
      .optional("account_code", .text, "the account intercompany balances rest on"),
    ])
}
