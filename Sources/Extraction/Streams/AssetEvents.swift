extension StreamContract {
  /// One event in the life of a fixed asset.
  static let assetEvents = StreamContract(
    "asset_events", group: .ledger,
    grain: "one event in the life of a fixed asset",
    key: ["asset_event_key"], rank: 84,
    without: "additions, revaluations and disposals of assets are not posted",
    columns: [
      .required("asset_event_key", .key, "the event's key in the source")
    ] + StreamColumn.dated + [
      .required("asset_key", .reference(stream: "fixed_assets"), "the asset"),
      .required(
        "kind",
        .enumeration([
          "acquisition", "addition", "depreciation", "impairment", "impairment_reversal",
          "revaluation", "transfer", "disposal",
        ]), "what happened"),
      .required("currency", .currency, "the currency of amount"),
      .required(
        "amount", .amount,
        "what its cost or book value changes by; depreciation and disposal positive"),
      .optional("proceeds_amount", .amount, "what a disposal brought"),
      .optional("units", .quantity, "units made, for depreciation by units"),
      .optional("to_location_key", .reference(stream: "locations"), "where a transfer goes"),
      .optional("to_department_key", .reference(stream: "departments"), "to whom a transfer goes"),
      .optional("document_stream", .text, "the stream of the document that records it"),
      .optional("document_key", .key, "that document"),
      .qualityFlags,
    ])
}
