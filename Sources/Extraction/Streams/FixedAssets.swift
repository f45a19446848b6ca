extension StreamContract {
  /// One fixed asset.
  static let fixedAssets = StreamContract(
    "fixed_assets", group: .ledger,
    grain: "one fixed asset",
    key: ["asset_key"],
    without: "no depreciation, no asset register",
    columns: [
      .required("asset_key", .key, "the asset's key in the source"),
      .required("number", .text, "the number on its label"),
      .required("name", .text, "its name"),
      .required("category", .text, "asset class; account roles may name it"),
      .required("acquired_on", .date, "when it was bought or made"),
      .optional("in_service_on", .date, "when depreciation starts; acquired_on if missing"),
      .required("currency", .currency, "the currency of its amounts"),
      .required("cost_amount", .amount, "acquisition cost, net of recoverable tax"),
      .optional("residual_amount", .amount, "expected value at the end of its life; 0 if missing"),
      .required(
        "method",
        .enumeration(["straight_line", "declining_balance", "units_of_production", "none"]),
        "how it is depreciated"),
      .optional("useful_life_months", .integer, "months, unless by units"),
      .optional("declining_percent", .rate, "percent a year of the declining balance"),
      .optional("total_units", .quantity, "units it can make in its life"),
      .optional("opening_depreciation", .amount, "accumulated at go-live, positive"),
      .optional("location_key", .reference(stream: "locations"), "where it is"),
      .optional("department_key", .reference(stream: "departments"), "who uses it"),
      .optional("bill_key", .reference(stream: "purchase_bills"), "the bill it was bought with"),
      .optional("disposed_on", .date, "when it left"),
    ])
}
