extension StreamContract {
  /// One cost layer on hand at go-live.
  static let openingLayers = StreamContract(
    "opening_layers", group: .opening,
    grain: "one cost layer on hand at go-live",
    key: ["layer_key"],
    without: "stock before go-live enters through opening movements",
    columns: [
      .required("layer_key", .key, "the layer's key"),
      .required("item_key", .reference(stream: "items"), "the item"),
      .optional("location_key", .reference(stream: "locations"), "the place"),
      .required("received_on", .date, "its age counts from here"),
      .required("quantity", .quantity, "on hand"),
      .required("value", .amount, "in base currency"),
    ])
}
