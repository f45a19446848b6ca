extension StreamContract {
  /// One item, service or charge that documents name.
  static let items = StreamContract(
    "items", group: .masters,
    grain: "one item, service or charge that documents name",
    key: ["item_key"],
    without: "nothing is costed and reports show keys instead of names",
    columns: [
      .required("item_key", .key, "the item's key in the source"),
      .required("number", .text, "the number people know it by"),
      .required("name", .text, "its name"),
      .required(
        "kind", .enumeration(["stock", "service", "kit", "charge", "asset"]),
        "whether it is kept in stock"),
      .optional("category", .text, "item category; costing policies and account roles may name it"),
      .optional("unit", .text, "stock unit of measure"),
      .optional(
        "costing_method",
        .enumeration([
          "fifo", "lifo", "hifo", "moving_average", "periodic_average", "standard", "specific",
        ]), "as the source states it; the company's policy wins"),
      .optional("is_made", .boolean, "true when made, false when bought"),
      .optional("is_active", .boolean, "false when no longer used"),
    ])
}
