extension StreamContract {
  /// One department.
  static let departments = StreamContract(
    "departments", group: .masters,
    grain: "one department",
    key: ["department_key"],
    without: "no analysis by department",
    columns: [
      .required("department_key", .key, "the department's key in the source"),
      .optional("number", .text, "its short name"),
      .required("name", .text, "its name"),
      .optional("parent_key", .reference(stream: "departments"), "the department it is part of"),
    ])
}
