extension StreamContract {
  /// One figure that the source itself states.
  static let controlTotals = StreamContract(
    "control_totals", group: .control,
    grain: "one figure that the source itself states",
    key: ["name", "as_of", "scope_key"],
    without: "no comparison with the source's own totals",
    columns: [
      .required(
        "name", .text,
        "what is compared: accounts_receivable, accounts_payable, inventory_quantity, revenue …"),
      .required("as_of", .date, "the day it is stated for"),
      .optional("scope_key", .key, "partner, item or location it is for; all if missing"),
      .optional("quantity", .quantity, "a quantity"),
      .optional("amount", .amount, "an amount in base currency"),
    ])
}
