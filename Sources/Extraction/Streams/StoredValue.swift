extension StreamContract {
  /// One change of one gift card, voucher, loyalty account or customer credit.
  static let storedValue = StreamContract(
    "stored_value", group: .sales,
    grain: "one change of one gift card, voucher, loyalty account or customer credit",
    key: ["stored_value_key"], rank: 56,
    without: "no liability for gift cards and points",
    columns: [
      .required("stored_value_key", .key, "the change's key in the source")
    ] + StreamColumn.dated + [
      .required("instrument_key", .key, "the card, voucher or account that changes"),
      .required(
        "kind", .enumeration(["gift_card", "voucher", "loyalty", "customer_credit"]), "what it is"),
      .required(
        "event", .enumeration(["issue", "top_up", "redeem", "refund", "expire", "adjust"]),
        "what happened"),
      .optional("partner_key", .reference(stream: "partners"), "the holder, where known"),
      .required("currency", .currency, "its currency"),
      .required("amount", .amount, "what the holder may spend: issued positive, redeemed negative"),
      .optional("points", .quantity, "points, where it counts in points; same sign"),
      .optional("expires_on", .date, "the last day it may be spent"),
      .optional("document_stream", .text, "the stream of the document it was issued or spent on"),
      .optional("document_key", .key, "that document"),
      .qualityFlags,
    ])
}
