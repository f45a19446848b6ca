extension StreamContract {
  /// One lot, batch or serial number of one item.
  static let lots = StreamContract(
    "lots", group: .masters,
    grain: "one lot, batch or serial number of one item",
    key: ["lot_key"],
    without: "no costing by lot, no expiry report",
    columns: [
      .required("lot_key", .key, "the lot's key in the source"),
      .required("item_key", .reference(stream: "items"), "the item"),
      .required("number", .text, "the number printed on the goods"),
      .required("kind", .enumeration(["lot", "serial"]), "many units or exactly one"),
      .optional("supplier_number", .text, "the supplier's number"),
      .optional("manufactured_on", .date, "when it was made"),
      .optional("expires_on", .date, "the last day it may be used"),
      .optional("is_blocked", .boolean, "may not be issued"),
    ])
}
