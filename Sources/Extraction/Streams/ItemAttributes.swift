extension StreamContract {
  /// One further property of one item.
  static let itemAttributes = StreamContract(
    "item_attributes", group: .masters,
    grain: "one further property of one item",
    key: ["item_key", "attribute"],
    without: "items are grouped by category only",
    columns: [
      .required("item_key", .reference(stream: "items"), "the item"),
      .required("attribute", .text, "the property: colour, size, brand, abc_class …"),
      .required("value", .text, "its value"),
      .optional("unit", .text, "the value's unit of measure"),
    ])
}
