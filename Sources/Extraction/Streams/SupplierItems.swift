extension StreamContract {
  /// One supplier's offer of one item.
  static let supplierItems = StreamContract(
    "supplier_items", group: .masters,
    grain: "one supplier's offer of one item",
    key: ["item_key", "partner_key"],
    without: "reorder suggestions name no supplier",
    columns: [
      .required("item_key", .reference(stream: "items"), "the item"),
      .required("partner_key", .reference(stream: "partners"), "the supplier"),
      .optional("supplier_number", .text, "the supplier's number of the item"),
      .optional("unit_price", .unitCost, "per stock unit"),
      .optional("currency", .currency, "the price's currency"),
      .optional("lead_time_days", .integer, "days from order to receipt"),
      .optional("minimum_quantity", .quantity, "smallest order"),
      .optional("maximum_quantity", .quantity, "largest order"),
      .optional("multiple_quantity", .quantity, "orders are multiples of this"),
      .optional("last_unit_price", .unitCost, "the last price paid"),
      .optional("last_received_on", .date, "when it last came"),
      .optional("is_preferred", .boolean, "the supplier to choose first"),
    ])
}
