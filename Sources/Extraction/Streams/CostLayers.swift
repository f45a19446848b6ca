extension StreamContract {
  /// One cost layer as the source itself keeps it.
  static let costLayers = StreamContract(
    "cost_layers", group: .stock,
    grain: "one cost layer as the source itself keeps it",
    key: ["layer_key"],
    without: "layers are not compared with the source's own",
    columns: [
      .required("layer_key", .key, "the layer's key in the source"),
      .required("item_key", .reference(stream: "items"), "the item"),
      .optional("location_key", .reference(stream: "locations"), "the place"),
      .optional("lot_key", .reference(stream: "lots"), "lot or serial number"),
      .required("received_on", .date, "when it came"),
      .required("original_quantity", .quantity, "received"),
      .required("remaining_quantity", .quantity, "on hand now"),
      .optional("unit_cost", .unitCost, "per stock unit"),
      .optional("remaining_value", .amount, "of the remaining quantity, in currency"),
      .optional("currency", .currency, "the value's currency; base currency if missing"),
      .optional("movement_key", .reference(stream: "stock_movements"), "the movement that made it"),
      .optional("receipt_line_key", .key, "the receipt line that made it"),
      .qualityFlags,
    ])
}
