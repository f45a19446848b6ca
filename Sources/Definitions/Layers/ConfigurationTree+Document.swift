extension ConfigurationTree {
  /// A YAML file with what it extends.
  ///
  /// `extends: <path>` as a key at the top of a file adds it to another file of the tree; its own
  /// path names the shipped file it would otherwise replace. Mappings are joined key by key, lists
  /// are appended, and for everything else the file that extends wins. `nil` after mistakes, which
  /// are logged.
  func document(_ path: String, _ log: ProblemLog) -> YAMLValue? {
    document(path, text(path) ?? "", extending: [], log)
  }

  private func document(
    _ path: String, _ text: String, extending visited: [String], _ log: ProblemLog
  ) -> YAMLValue? {
    guard var value = StrictYAML.read(text, file: path, log: log) else { return nil }
    guard case .map(var entries) = value.form,
      let index = entries.firstIndex(where: { $0.key == "extends" })
    else { return value }
    let entry = entries.remove(at: index)
    value.form = .map(entries)
    guard let base = entry.value.name("`extends`", log) else { return value }
    guard let (name, baseText) = extended(base, by: path) else {
      log.add("`extends`: there is no file \(base)", at: entry.value.place)
      return value
    }
    guard !visited.contains(name), visited.count < 16 else {
      log.add("`extends`: \(base) extends this file in turn", at: entry.value.place)
      return value
    }
    guard let below = document(base, baseText, extending: visited + [name], log) else { return nil }
    return below.joined(with: value)
  }

  /// The text that `path` extends, with a name that tells the two layers of one path apart.
  private func extended(_ base: String, by path: String) -> (name: String, text: String)? {
    if base == path { return shippedText(path).map { ("shipped:" + path, $0) } }
    return text(base).map { (base, $0) }
  }

  /// The paths a file extends, directly or through others; without reading it strictly.
  func extendedPaths(from path: String) -> Set<String> {
    var found: Set<String> = []
    var text = text(path)
    while let current = text, found.count < 16,
      let line = current.split(whereSeparator: \.isNewline).first(where: {
        $0.hasPrefix("extends:")
      })
    {
      let target = line.dropFirst("extends:".count).split(separator: "#").first.map(String.init)
      let base = (target ?? "").filter { !" \"'\t".contains($0) }
      guard found.insert(base).inserted else { break }
      text = base == path ? shippedText(base) : self.text(base)
    }
    return found
  }
}

extension YAMLValue {
  /// This value with another added over it.
  func joined(with other: YAMLValue) -> YAMLValue {
    switch (form, other.form) {
    case (.map(let below), .map(let above)):
      var entries = below
      for entry in above {
        if let index = entries.firstIndex(where: { $0.key == entry.key }) {
          entries[index].value = entries[index].value.joined(with: entry.value)
          entries[index].keyPlace = entry.keyPlace
        } else {
          entries.append(entry)
        }
      }
      return YAMLValue(form: .map(entries), place: other.place)
    case (.list(let below), .list(let above)):
      return YAMLValue(form: .list(below + above), place: other.place)
    default: return other
    }
  }
}
