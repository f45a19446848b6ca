extension StreamContract {
  /// One change of one document's state.
  static let workflowTransitions = StreamContract(
    "workflow_transitions", group: .control,
    grain: "one change of one document's state",
    key: ["transition_key"], rank: 92,
    without: "states are known as they are now, not as they were",
    columns: [
      .required("transition_key", .key, "the change's key in the source")
    ] + StreamColumn.dated + [
      .required("document_stream", .text, "the document's stream"),
      .required("document_key", .key, "the document"),
      .optional("from_state", .text, "the state it left; NULL when it was made"),
      .required("to_state", .text, "the state it entered"),
      .optional("actor", .text, "who did it"),
      .optional("role", .text, "in which role"),
      .optional("reason", .text, "why"),
    ])
}
