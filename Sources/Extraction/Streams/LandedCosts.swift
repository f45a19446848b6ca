extension StreamContract {
  /// One share of a charge that belongs to received goods.
  static let landedCosts = StreamContract(
    "landed_costs", group: .stock,
    grain: "one share of a charge that belongs to received goods",
    key: ["landed_cost_key"], rank: 15,
    without: "freight, duty and insurance are expense unless bill lines allocate them",
    columns: [
      .required("landed_cost_key", .key, "its key in the source")
    ] + StreamColumn.dated + [
      .required(
        "kind",
        .enumeration(["freight", "duty", "insurance", "handling", "brokerage", "discount", "other"]
        ), "what the charge is; a discount or rebate is negative"),
      .required("currency", .currency, "the charge's currency"),
      .optional("exchange_rate", .rate, "base currency per unit of currency"),
      .required("amount", .amount, "the charge, a rebate negative, in currency"),
      .optional(
        "allocation", .enumeration(["value", "quantity", "weight"]),
        "how it is spread over the receipt's lines; by value if missing"),
      .optional("bill_key", .reference(stream: "purchase_bills"), "the bill that charges it"),
      .optional("bill_line_key", .key, "its line"),
      .optional(
        "receipt_key", .reference(stream: "goods_receipts"),
        "the receipt it belongs to; it waits on landed-cost clearing if missing"),
      .optional(
        "receipt_line_key", .key, "the only line it belongs to; all lines of the receipt if missing"
      ),
      .optional(
        "reversed_key", .reference(stream: "landed_costs"), "the row that this one reverses"),
      .qualityFlags,
    ])
}
