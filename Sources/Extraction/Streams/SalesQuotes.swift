extension StreamContract {
  /// One offer to a customer.
  static let salesQuotes = StreamContract(
    "sales_quotes", group: .sales,
    grain: "one offer to a customer",
    key: ["quote_key"], rank: 38,
    without: "no report of offers and of how many become orders",
    columns: [
      .required("quote_key", .key, "the offer's key in the source")
    ] + StreamColumn.monetaryHeader + [
      .optional("partner_key", .reference(stream: "partners"), "the customer"),
      .required(
        "status", .enumeration(["draft", "sent", "accepted", "rejected", "expired"]),
        "where it stands now"),
      .optional("valid_until", .date, "the last day it binds"),
      .optional("order_key", .reference(stream: "sales_orders"), "the order it became"),
      .optional("total", .amount, "gross amount as stated"),
    ])
}
