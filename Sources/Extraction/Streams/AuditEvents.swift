extension StreamContract {
  /// One change that the source's audit log records.
  static let auditEvents = StreamContract(
    "audit_events", group: .control,
    grain: "one change that the source's audit log records",
    key: ["event_key"], rank: 96,
    without: "changes of posted documents are seen only by comparing runs",
    columns: [
      .required("event_key", .key, "the event's key in the source")
    ] + StreamColumn.dated + [
      .required(
        "action", .enumeration(["insert", "update", "delete", "login", "export", "other"]),
        "what was done"),
      .optional("document_stream", .text, "the changed document's stream"),
      .optional("document_key", .key, "that document"),
      .optional("source_table", .text, "the table in the source"),
      .optional("actor", .text, "who did it"),
      .optional("changes", .json, "what changed: {column: [old, new]}"),
    ])
}
