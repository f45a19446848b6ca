extension ConfigurationTree {
  /// How a file of the customer differs from what is shipped.
  public struct Difference: Hashable, Sendable {
    /// A line that only one side has.
    public struct Line: Hashable, Sendable {
      /// Its number in its own file.
      public let number: Int
      /// Whether the customer's file has it; else the shipped one.
      public let isAdded: Bool
      /// Its text.
      public let text: String
    }

    /// The file.
    public let path: String
    /// Whether the product ships a file of that path.
    public let isShipped: Bool
    /// The lines that differ, in the order of the files; empty for a file the product does not ship.
    public let lines: [Line]
  }

  /// The customer's files that differ from the shipped ones or stand beside them, by path.
  public var differences: [Difference] {
    files.values.filter { $0.origin == .directory && shippedText($0.path) != $0.text }
      .sorted { $0.path < $1.path }
      .map { file in
        guard let old = shippedText(file.path) else {
          return Difference(path: file.path, isShipped: false, lines: [])
        }
        return Difference(
          path: file.path, isShipped: true, lines: Self.changedLines(from: old, to: file.text))
      }
  }

  private static func changedLines(from old: String, to new: String) -> [Difference.Line] {
    let before = old.split(separator: "\n", omittingEmptySubsequences: false)
    let after = new.split(separator: "\n", omittingEmptySubsequences: false)
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in after.difference(from: before) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var lines: [Difference.Line] = []
    var (i, j) = (0, 0)
    while i < before.count || j < after.count {
      if removed.contains(i) {
        lines.append(.init(number: i + 1, isAdded: false, text: String(before[i])))
        i += 1
      } else if added.contains(j) {
        lines.append(.init(number: j + 1, isAdded: true, text: String(after[j])))
        j += 1
      } else {
        (i, j) = (i + 1, j + 1)
      }
    }
    return lines
  }
}
