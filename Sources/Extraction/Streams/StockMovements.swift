extension StreamContract {
  /// One change of quantity of one item at one place.
  static let stockMovements = StreamContract(
    "stock_movements", group: .stock,
    grain: "one change of quantity of one item at one place",
    key: ["movement_key"], rank: 20,
    without: "no cost layers, no inventory value, no cost of sales, no reorder suggestions",
    columns: [
      .required("movement_key", .key, "the movement's key in the source"),
      .required("accounting_date", .date, "the civil day the goods moved"),
      .optional("recorded_at", .timestamp, "when the source recorded it"),
      .optional("sequence", .integer, "the source's own order within the same moment"),
      .required(
        "kind",
        .enumeration([
          "opening", "receipt", "supplier_return", "issue", "customer_return", "transfer_out",
          "transfer_in", "count", "scrap", "consumption", "output",
        ]), "what happened to the goods"),
      .optional("reason", .text, "why, for counts and scrap; account roles may name it"),
      .required("item_key", .reference(stream: "items"), "the item"),
      .optional("location_key", .reference(stream: "locations"), "where the stock changed"),
      .optional(
        "to_location_key", .reference(stream: "locations"),
        "where a transfer goes, transit included"),
      .optional("lot_key", .reference(stream: "lots"), "lot or serial number"),
      .optional(
        "owner", .enumeration(["own", "supplier_consignment", "customer"]),
        "whose goods they are; own if missing"),
      .required(
        "quantity", .quantity, "inbound positive, outbound negative; a count is its difference"),
      .required(
        "price_state", .enumeration(["known", "free", "missing"]),
        "whether value is known, the goods are free of charge, or nobody stated a price"),
      .optional(
        "value", .amount, "of the whole movement, always positive, in currency; only when known"),
      .optional("currency", .currency, "the value's currency; base currency if missing"),
      .optional("exchange_rate", .rate, "base currency per unit of currency"),
      .optional(
        "group_cost", .amount,
        "of goods from a company of the group: what the whole movement cost the group, always "
          + "positive, in currency"
      ).asState,
      .optional("document_stream", .text, "the stream of the document that explains it"),
      .optional("document_key", .key, "that document"),
      .optional("document_line_key", .key, "its line"),
      .optional("document_number", .text, "the number people know that document by").asState,
      .optional(
        "linked_key", .reference(stream: "stock_movements"),
        "the movement that this one returns, reverses or receives from"),
      .optional(
        "work_order_key", .reference(stream: "work_orders"),
        "the production order it feeds or comes from"),
      .movementFlags,
    ])
}
