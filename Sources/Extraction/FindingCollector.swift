internal import AccountingValues

/// Collects a stream's findings in bounded memory: a source with ten million bad rows is told by
/// examples and a count.
struct FindingCollector {
  /// Findings of one code that are listed one by one.
  static let listedPerCode = 1000

  private var listed: [Finding] = []
  private var counts: [String: Int] = [:]
  private let contract: StreamContract
  private let origin: RowOrigin

  init(_ contract: StreamContract, origin: RowOrigin) {
    self.contract = contract
    self.origin = origin
  }

  mutating func add(_ finding: Finding) {
    counts[finding.code, default: 0] += 1
    if counts[finding.code, default: 0] <= Self.listedPerCode { listed.append(finding) }
  }

  /// The findings, gravest first; what is not listed is counted by one more finding per code.
  var findings: [Finding] {
    let rest = counts.filter { $0.value > Self.listedPerCode }.map { code, count in
      let examples = listed.filter { $0.code == code }
      return Finding(
        code: code, severity: examples.map(\.severity).max() ?? .error,
        origin: examples.first?.origin ?? contract.name,
        message: counted(
          count - Self.listedPerCode, "more row has the same defect.",
          "more rows have the same defect."),
        action: "Mend the cause in \(origin.file); all rows were counted and left out.")
    }
    return (listed + rest).sorted()
  }
}
