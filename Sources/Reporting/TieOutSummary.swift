import Tables

/// The comparisons that ended alike, for the cover: how many, and which.
struct TieOutSummary: Hashable {
  /// `2 agree`.
  var label: String
  /// The checks by name.
  var text: String
  /// How grave it is.
  var status: TieOut.Status?

  static func all(of tieOut: Table) -> [TieOutSummary] {
    var names: [String: [String]] = [:]
    for row in 0..<tieOut.rowCount {
      guard case .text(let status)? = tieOut[row, "status"],
        case .text(let check)? = tieOut[row, "check"]
      else { continue }
      names[status, default: []].append(check)
    }
    let summaries = TieOut.Status.allCases.compactMap { status -> TieOutSummary? in
      guard let checks = names[status.rawValue] else { return nil }
      return TieOutSummary(
        label: "\(checks.count) \(status.verb(checks.count))",
        text: (status == .agrees ? counted(checks) : checks).joined(separator: "; ") + ".",
        status: status)
    }
    guard summaries.isEmpty else { return summaries }
    return [
      TieOutSummary(
        label: "None",
        text: "No comparison was made for this period: they are made on the last day of a close.",
        status: nil)
    ]
  }

  /// The names, with the rows of more than three streams as one: `Rows of 82 streams`.
  private static func counted(_ checks: [String]) -> [String] {
    let streams = checks.count { $0.hasPrefix(TieOut.rowsOf) }
    guard streams > 3 else { return checks }
    return checks.filter { !$0.hasPrefix(TieOut.rowsOf) }
      + ["\(TieOut.rowsOf)\(streams) streams"]
  }

  var color: UInt32 {
    switch status {
    case .agrees: CellStyle.Palette.good
    case .differs: CellStyle.Palette.bad
    case .nothing, nil: CellStyle.Palette.quiet
    }
  }
}

extension TieOut.Status {
  fileprivate func verb(_ count: Int) -> String {
    switch self {
    case .agrees: count == 1 ? "agrees" : "agree"
    case .differs: count == 1 ? "differs" : "differ"
    case .nothing: "without figures"
    }
  }
}
