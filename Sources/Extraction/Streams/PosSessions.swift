extension StreamContract {
  /// One session of one till.
  static let posSessions = StreamContract(
    "pos_sessions", group: .sales,
    grain: "one session of one till",
    key: ["session_key"], rank: 54,
    without: "cash over and short are not posted",
    columns: [
      .required("session_key", .key, "the session's key in the source"),
      .optional("document_number", .text, "the number people know it by"),
    ] + StreamColumn.dated + [
      .optional("location_key", .reference(stream: "locations"), "the shop"),
      .optional("cash_account_key", .reference(stream: "cash_accounts"), "the till's cash account"),
      .required("currency", .currency, "the till's currency"),
      .required("opening_amount", .amount, "cash in the till at the start"),
      .required("expected_amount", .amount, "cash that should be there at the end"),
      .optional("counted_amount", .amount, "cash that was counted; NULL while the session is open"),
      .optional("sales_amount", .amount, "gross sales of the session, all ways of paying"),
      .optional("deposited_amount", .amount, "cash taken to the bank or safe"),
      .optional("opened_at", .timestamp, "when it began"),
      .optional("closed_at", .timestamp, "when it ended"),
      .optional("cashier", .text, "who ran it"),
      .qualityFlags,
    ])
}
