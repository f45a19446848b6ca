extension JobDefinition {
  /// Decodes a job; `included` is what its `includes` names, already decoded.
  static func decode(
    _ document: YAMLValue, name: String, _ log: ProblemLog,
    included: (Placed<String>) -> JobDefinition?
  ) -> JobDefinition? {
    YAMLMap.decode(document, "the job", log) { map in
      let base = map.optionalPlacedName("includes").flatMap(included)
      let own = map.list("steps") { value in
        value.choice("each of `steps`", of: Step.self, log).map { Placed($0, at: value.place) }
      }
      let steps = (base?.steps ?? []) + own
      checkOrder(steps, log)
      if steps.isEmpty { log.add("a job has at least one step", at: map.place("steps")) }
      return JobDefinition(
        name: name, title: map.name("title"), description: map.optionalName("description") ?? "",
        steps: ordered(steps), reports: joined(base?.reports ?? [], map.texts("reports")),
        packs: joined(base?.packs ?? [], map.texts("packs")),
        companies: map.has("companies") ? map.texts("companies") : nil)
    }
  }

  /// Steps need each other's results, so their order is fixed; what a file lists is a choice.
  private static func ordered(_ steps: [Placed<Step>]) -> [Placed<Step>] {
    Step.allCases.compactMap { step in steps.first { $0.value == step } }
  }

  private static func joined(_ a: [Placed<String>], _ b: [Placed<String>]) -> [Placed<String>] {
    a + b.filter { new in !a.contains { $0.value == new.value } }
  }

  private static func checkOrder(_ steps: [Placed<Step>], _ log: ProblemLog) {
    var seen: Set<Step> = []
    for step in steps where !seen.insert(step.value).inserted {
      log.add("step `\(step.value.rawValue)` is there twice", at: step.place)
    }
    let missing = Step.allCases.filter { $0 != .closePeriod && !seen.contains($0) }
    guard let first = steps.first, !missing.isEmpty else { return }
    log.add(
      "`steps` leaves out \(missing.map { "`\($0.rawValue)`" }.joined(separator: ", ")): a run does all"
        + " of it, for what it publishes is proven as a whole", at: first.place)
  }
}
