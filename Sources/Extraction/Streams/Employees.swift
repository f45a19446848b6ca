extension StreamContract {
  /// One employee.
  static let employees = StreamContract(
    "employees", group: .masters,
    grain: "one employee",
    key: ["employee_key"],
    without: "payroll shows totals only",
    columns: [
      .required("employee_key", .key, "the employee's key in the source"),
      .optional("number", .text, "personnel number"),
      .optional("job_title", .text, "what the person does"),
      .optional("department_key", .reference(stream: "departments"), "where"),
      .optional("hired_on", .date, "first day"),
      .optional("left_on", .date, "last day"),
      .optional("is_active", .boolean, "still employed"),
    ])
}
