extension StreamContract {
  /// One business unit, branch or segment.
  static let businessUnits = StreamContract(
    "business_units", group: .masters,
    grain: "one business unit, branch or segment",
    key: ["business_unit_key"],
    without: "no analysis and no access rule by business unit",
    columns: [
      .required("business_unit_key", .key, "the unit's key in the source"),
      .optional("number", .text, "its short name"),
      .required("name", .text, "its name"),
      .optional("parent_key", .reference(stream: "business_units"), "the unit it is part of"),
      .optional("is_segment", .boolean, "reported as a segment"),
      .optional("is_active", .boolean, "false when no longer used"),
    ])
}
