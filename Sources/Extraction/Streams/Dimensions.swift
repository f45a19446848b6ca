extension StreamContract {
  /// One value of one further dimension of analysis.
  static let dimensions = StreamContract(
    "dimensions", group: .masters,
    grain: "one value of one further dimension of analysis",
    key: ["dimension", "value_code"],
    without: "lines are analysed by department and project only",
    columns: [
      .required("dimension", .text, "the dimension: region, cost_centre, channel …"),
      .required("value_code", .text, "the value as documents state it"),
      .required("name", .text, "as printed"),
      .optional("parent_code", .text, "the value it rolls up to"),
      .optional("is_active", .boolean, "false when no longer used"),
    ])
}
