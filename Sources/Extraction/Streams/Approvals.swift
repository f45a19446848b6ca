extension StreamContract {
  /// One decision about one document.
  static let approvals = StreamContract(
    "approvals", group: .control,
    grain: "one decision about one document",
    key: ["approval_key"], rank: 94,
    without: "approval limits and separation of duties are not checked",
    columns: [
      .required("approval_key", .key, "the decision's key in the source")
    ] + StreamColumn.dated + [
      .required("document_stream", .text, "the document's stream"),
      .required("document_key", .key, "the document"),
      .required(
        "decision", .enumeration(["requested", "approved", "rejected", "withdrawn"]),
        "what was decided"),
      .required("actor", .text, "who decided"),
      .optional("role", .text, "in which role"),
      .optional("level", .integer, "the step of a chain of approvals"),
      .optional("currency", .currency, "the currency of amount"),
      .optional("amount", .amount, "the amount that was approved"),
      .optional("requested_by", .text, "who asked"),
      .optional("comment", .text, "why"),
    ])
}
