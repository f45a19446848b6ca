extension StreamContract {
  /// One component of one made item.
  static let boms = StreamContract(
    "boms", group: .masters,
    grain: "one component of one made item or kit",
    key: ["item_key", "component_key", "valid_from"],
    without: "kits cannot be taken apart into their components",
    columns: [
      .required("item_key", .reference(stream: "items"), "the made item"),
      .required("component_key", .reference(stream: "items"), "the component"),
      .required("quantity", .quantity, "component units per unit made"),
      .required("valid_from", .date, "the first day it holds"),
      .optional("valid_until", .date, "the last day it holds"),
      .optional("level", .integer, "depth below the finished good"),
      .optional("unit", .text, "unit of the quantity"),
    ])
}
