extension StreamContract {
  /// One request to buy.
  static let purchaseRequisitions = StreamContract(
    "purchase_requisitions", group: .purchasing,
    grain: "one request to buy",
    key: ["requisition_key"], rank: 8,
    without: "requests are not counted as planned supply",
    columns: [
      .required("requisition_key", .key, "the request's key in the source"),
      .required("document_number", .text, "the number people know it by"),
    ] + StreamColumn.dated + [
      .required(
        "status",
        .enumeration(["draft", "requested", "approved", "ordered", "rejected", "cancelled"]),
        "where it stands now"),
      .optional("requested_by", .text, "who asks"),
      .optional("approved_by", .text, "who agreed"),
      .optional("department_key", .reference(stream: "departments"), "for whom"),
      .optional("needed_on", .date, "when it is needed"),
      .qualityFlags,
    ])
}
