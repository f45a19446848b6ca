extension StreamContract {
  /// One project, job or contract.
  static let projects = StreamContract(
    "projects", group: .masters,
    grain: "one project, job or contract",
    key: ["project_key"],
    without: "no analysis by project",
    columns: [
      .required("project_key", .key, "the project's key in the source"),
      .optional("number", .text, "the number people know it by"),
      .required("name", .text, "its name"),
      .optional("partner_key", .reference(stream: "partners"), "the customer it is for"),
      .optional("department_key", .reference(stream: "departments"), "who runs it"),
      .optional("starts_on", .date, "first day"),
      .optional("ends_on", .date, "last day"),
      .optional("budget_amount", .amount, "agreed cost, in currency"),
      .optional("currency", .currency, "the budget's currency; base currency if missing"),
      .optional("is_active", .boolean, "false when finished"),
    ])
}
