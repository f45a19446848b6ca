extension InstallationDefinition {
  /// Decodes `jobs/nightclose.yaml`.
  static func decode(_ document: YAMLValue, _ log: ProblemLog) -> InstallationDefinition? {
    YAMLMap.decode(document, "the installation", log) { map in
      if let version = map.required("version") {
        _ = version.integer("`version`", in: 1...1, log)
      }
      let warehouse = map.value("warehouse").flatMap {
        ServerReference.decode($0, "`warehouse`", log)
      }
      var connections: [String: Placed<ServerReference>] = [:]
      for entry in map.named("connections") {
        connections[entry.key] = ServerReference.decode(
          entry.value, "connection `\(entry.key)`", log)
      }
      return InstallationDefinition(
        warehouse: warehouse, connections: connections, output: map.optionalPlacedName("output"),
        state: map.optionalName("state"), retention: retention(map),
        notification: notification(map), metrics: map.optionalName("metrics"))
    }
  }

  private static func retention(_ map: YAMLMap) -> Retention {
    let standard = Retention(supersededRunDays: 14, logDays: 90, supersededFileDays: nil)
    return map.map("retention") { map in
      Retention(
        supersededRunDays: map.integer(
          "superseded_run_days", in: 1...3650, default: standard.supersededRunDays),
        logDays: map.integer("log_days", in: 1...3650, default: standard.logDays),
        supersededFileDays: map.optionalInteger("superseded_file_days", in: 1...36_500))
    } ?? standard
  }

  private static func notification(_ map: YAMLMap) -> Notification? {
    map.map("notification") { map in
      let command = map.texts("command").map(\.value)
      if command.isEmpty {
        map.log.add("`command` is a list: a program and its arguments", at: map.place("command"))
      } else if command.first?.hasPrefix("/") == false {
        map.log.add(
          "`command` begins with the whole path of a program, such as /usr/bin/mail",
          at: map.place("command"))
      }
      return Notification(
        occasion: map.choice("occasion", default: .failure), command: command,
        timeoutSeconds: map.integer("timeout_seconds", in: 1...3600, default: 60))
    }
  }
}

extension ServerReference {
  static func decode(
    _ value: YAMLValue, _ what: String, _ log: ProblemLog
  ) -> Placed<ServerReference>? {
    YAMLMap.decode(value, what, log) { map in
      let uri = map.optionalPlacedName("uri")
      let service = map.optionalName("service")
      let embedded = map.boolean("embedded", default: false)
      let sslMode = map.optionalChoice("sslmode", of: SSLMode.self)
      let rowSecurity = map.boolean("row_security", default: false)
      let command = map.has("password_command") ? map.texts("password_command") : nil
      var targets: [Target] = []
      if let uri {
        refusePassword(in: uri, log)
        targets.append(.uri(uri.value))
      }
      if let service { targets.append(.service(service)) }
      if embedded { targets.append(.embedded) }
      guard targets.count == 1, let target = targets.first else {
        log.add("\(what) has exactly one of `uri`, `service`, `embedded: true`", at: map.place)
        return nil
      }
      return Placed(
        ServerReference(
          target: target, sslMode: sslMode, rowSecurity: rowSecurity,
          passwordCommand: command?.map(\.value)), at: value.place)
    }
  }

  /// Files of a configuration are copied, mailed and committed: none holds a password.
  private static func refusePassword(in uri: Placed<String>, _ log: ProblemLog) {
    let text = uri.value
    guard text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") else {
      log.add("`uri` starts with postgresql://", at: uri.place)
      return
    }
    let rest = text.drop { $0 != "/" }.dropFirst(2)
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let user = authority.lastIndex(of: "@").map { authority[..<$0] } ?? ""
    if user.contains(":") || rest.contains("password=") {
      log.add(
        "a `uri` holds no password: use a passfile (~/.pgpass) or `password_command`",
        at: uri.place)
    }
  }
}
