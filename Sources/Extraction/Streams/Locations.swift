extension StreamContract {
  /// One place where stock lies.
  static let locations = StreamContract(
    "locations", group: .masters,
    grain: "one place where stock lies",
    key: ["location_key"],
    without: "stock is shown for the company as a whole",
    columns: [
      .required("location_key", .key, "the location's key in the source"),
      .optional("number", .text, "its short name"),
      .required("name", .text, "its name"),
      .required(
        "kind",
        .enumeration([
          "warehouse", "store", "production", "transit", "virtual", "consignment", "drop_ship",
        ]),
        "what it is; drop_ship is where goods pass that a supplier sends to a customer"),
      .optional("parent_key", .reference(stream: "locations"), "the location it is part of"),
    ])
}
