extension StreamContract {
  /// One quoted exchange rate.
  static let fxRates = StreamContract(
    "fx_rates", group: .masters,
    grain: "one quoted exchange rate",
    key: ["from_currency", "to_currency", "kind", "rate_date"],
    without: "a document in a foreign currency without its own rate is a blocking finding",
    columns: [
      .required("from_currency", .currency, "the currency converted from"),
      .required("to_currency", .currency, "the currency converted to"),
      .required("rate_date", .date, "the day it is quoted for"),
      .required(
        "kind", .enumeration(["spot", "closing", "average", "historical"]), "what it is used for"),
      .required(
        "rate", .rate, "units of to_currency for per_units of from_currency; at most nine decimals"),
      .optional("per_units", .integer, "1 if missing"),
    ])
}
