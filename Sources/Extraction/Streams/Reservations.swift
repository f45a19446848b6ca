extension StreamContract {
  /// Stock promised to one order line.
  static let reservations = StreamContract(
    "reservations", group: .stock,
    grain: "stock promised to one order line",
    key: ["reservation_key"],
    without: "available stock equals stock on hand",
    columns: [
      .required("reservation_key", .key, "the reservation's key"),
      .required("item_key", .reference(stream: "items"), "the item"),
      .optional("location_key", .reference(stream: "locations"), "the place"),
      .required("quantity", .quantity, "promised"),
      .optional("needed_on", .date, "when it will leave"),
      .optional("document_key", .key, "the order"),
    ])
}
