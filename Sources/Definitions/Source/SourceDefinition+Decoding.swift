internal import AccountingValues

extension SourceDefinition {
  /// Decodes `jobs/sources/<erp>/source.yaml`. The `defaults` of companies are kept apart: they are
  /// decoded with each company.
  static func decode(
    _ document: YAMLValue, erp: String, tree: ConfigurationTree, _ log: ProblemLog
  ) -> SourceDefinition? {
    let folder = "jobs/sources/" + erp
    return YAMLMap.decode(document, "the source", log) { map in
      let name = map.placedName("name")
      if name.value != erp, !name.value.isEmpty {
        log.add("`name` is the folder's name, \(erp)", at: name.place)
      }
      _ = map.value("defaults")
      let facts = map.map("facts") { facts in
        (zone: timeZone(facts), currency: facts.currency("currency"))
      }
      var streams: [String: Placed<Stream>] = [:]
      for entry in map.named("streams") {
        streams[entry.key] = stream(entry, in: folder, tree, log).map {
          Placed($0, at: entry.keyPlace)
        }
      }
      if streams.isEmpty {
        log.add("`streams` lists at least one stream", at: map.place("streams"))
      }
      return SourceDefinition(
        erp: erp, title: map.optionalName("title") ?? erp, folder: folder, timeZone: facts?.zone,
        currency: facts?.currency, streams: streams, assumptions: assumptions(map),
        missing: missing(map, streams))
    }
  }

  static func timeZone(_ map: YAMLMap) -> Placed<String>? {
    guard let zone = map.optionalPlacedName("time_zone") else { return nil }
    if !TimeZoneName.isKnown(zone.value) {
      map.log.add(
        "`time_zone` is an IANA name such as Europe/Vienna; there is no \(zone.value)",
        at: zone.place)
    }
    return zone
  }

  private static func stream(
    _ entry: YAMLValue.Entry, in folder: String, _ tree: ConfigurationTree, _ log: ProblemLog
  ) -> Stream? {
    YAMLMap.decode(entry.value, "stream `\(entry.key)`", log) { map in
      let file = map.optionalPlacedName("sql")
      let path = folder + "/" + (file?.value ?? entry.key + ".sql")
      if tree.text(path) == nil {
        log.add("there is no file \(path)", at: file?.place ?? entry.keyPlace)
      }
      let history = map.choice("history", default: Stream.History.none)
      let isRemembered = map.boolean("remember", default: history == .observed)
      if history == .observed, !isRemembered {
        log.add(
          "`history: observed` needs `remember: true`: what is seen must be kept",
          at: map.place("remember"))
      } else if isRemembered, entry.key != "stock_movements" {
        log.add(
          "only `stock_movements` can be remembered: a document that changes alone would leave what "
            + "settles it", at: map.place(map.has("remember") ? "remember" : "history"))
      }
      return Stream(sqlPath: path, history: history, isRemembered: isRemembered)
    }
  }

  private static func assumptions(_ map: YAMLMap) -> [Assumption] {
    var seen: Set<String> = []
    return map.list("assumptions") { value in
      YAMLMap.decode(value, "an assumption", map.log) { map in
        let id = map.placedName("id")
        if !seen.insert(id.value).inserted {
          map.log.add("assumption `\(id.value)` is there twice", at: id.place)
        }
        return Assumption(
          id: id.value, text: map.name("text"), streams: map.texts("streams"),
          reports: map.texts("reports"), place: value.place)
      }
    }
  }

  private static func missing(
    _ map: YAMLMap, _ streams: [String: Placed<Stream>]
  ) -> [Missing] {
    map.list("missing") { value in
      YAMLMap.decode(value, "a missing stream", map.log) { map in
        let stream = map.placedName("stream")
        if streams[stream.value] != nil {
          map.log.add("`\(stream.value)` is listed in `streams` too", at: stream.place)
        }
        return Missing(
          stream: stream, reason: map.name("reason"), switchesOff: map.name("switches_off"))
      }
    }
  }
}
