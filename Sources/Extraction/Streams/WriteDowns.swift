extension StreamContract {
  /// One assessment of what an item's stock is worth at most.
  static let writeDowns = StreamContract(
    "write_downs", group: .stock,
    grain: "one assessment of what an item's stock is worth at most",
    key: ["write_down_key"], rank: 23,
    without: "stock stands at cost, whatever it can be sold for",
    columns: [
      .required("write_down_key", .key, "its key in the source")
    ] + StreamColumn.dated + [
      .optional("document_number", .text, "the number people know it by"),
      .required("item_key", .reference(stream: "items"), "the item, all its places together"),
      .optional(
        "net_realisable_value", .unitCost,
        "of one stock unit at the end of that day; what stock costs above it is written down"),
      .optional(
        "amount", .amount,
        "in its place: what is written down that day, or negative what is reversed"),
      .optional("currency", .currency, "of the value or amount; base currency if missing"),
      .optional("reason", .text, "why"),
      .qualityFlags,
    ])
}
