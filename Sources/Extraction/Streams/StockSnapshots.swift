extension StreamContract {
  /// The quantity of one item at one place as the source counts it now.
  static let stockSnapshots = StreamContract(
    "stock_snapshots", group: .stock,
    grain: "the quantity of one item at one place as the source counts it now",
    key: ["item_key", "location_key"],
    without: "quantity on hand is not compared with the source's own balance",
    columns: [
      .required("item_key", .reference(stream: "items"), "the item"),
      .optional("location_key", .reference(stream: "locations"), "the place"),
      .required("counted_on", .date, "the day of the balance"),
      .required("quantity", .quantity, "on hand"),
      .optional("reserved", .quantity, "promised to orders"),
    ])
}
