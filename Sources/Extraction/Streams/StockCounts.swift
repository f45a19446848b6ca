extension StreamContract {
  /// One counted position of a stock count.
  static let stockCounts = StreamContract(
    "stock_counts", group: .stock,
    grain: "one counted position of a stock count",
    key: ["count_line_key"], rank: 22,
    without: "counts appear as movements without the counted and expected quantities",
    columns: [
      .required("count_line_key", .key, "the position's key in the source")
    ] + StreamColumn.dated + [
      .optional("document_number", .text, "the count's number"),
      .required("item_key", .reference(stream: "items"), "the item"),
      .optional("location_key", .reference(stream: "locations"), "where it was counted"),
      .optional("lot_key", .reference(stream: "lots"), "lot or serial number"),
      .optional("expected_quantity", .quantity, "what the source had on record"),
      .required("counted_quantity", .quantity, "what was found"),
      .optional("reason", .text, "why they differ"),
      .optional("counted_by", .text, "who counted"),
      .optional("approved_by", .text, "who accepted the difference"),
      .optional(
        "movement_key", .reference(stream: "stock_movements"),
        "the movement that books the difference"),
      .qualityFlags,
    ])
}
