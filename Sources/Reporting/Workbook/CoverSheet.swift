import AccountingValues
import CXLSXWriter
import Tables

/// The first sheet of every workbook: whose figures, how final, under which policies and
/// assumptions, and whether they tie out.
struct CoverSheet {
  private static let margin = 0
  private static let left = 1
  private static let right = 2

  private let sheet: WorkbookSheet
  private let report: ReportDefinition
  private let face: ReportFace
  private var row = 1

  init(_ report: ReportDefinition, face: ReportFace, on sheet: WorkbookSheet) {
    self.report = report
    self.face = face
    self.sheet = sheet
  }

  mutating func write(
    contents: [(title: String, text: String)], tieOut: [TieOutSummary]
  ) throws(ReportingError) {
    try writeTitle()
    try writeFacts()
    try section("Policies", face.policies.map { ($0.label, $0.value) })
    try section("Contents", contents)
    try section("Tie-out", tieOut.map { ($0.label, $0.text) }, color: tieOut.map(\.color))
    try section("Assumptions", numbered(face.assumptions))
    try section("Accepted findings", face.acceptedFindings.map { ($0.code, $0.sentence) })
    try section("Notes", numbered(report.notes))
    try layOut()
  }

  private mutating func writeTitle() throws(ReportingError) {
    try line(face.companyName, height: 22) {
      $0.size = 14
      $0.color = CellStyle.Palette.quiet
    }
    try line(report.title, height: 34) {
      $0.size = 24
      $0.isBold = true
      $0.color = CellStyle.Palette.navy
    }
    try line(face.periodTitle, height: 20) { $0.size = 12 }
    row += 1
    try sheet.put(
      face.standing.rawValue, row: row, column: Self.left,
      CellStyle().with {
        $0.size = 11
        $0.isBold = true
        $0.color = face.standing.color
      })
    try sheet.put(
      face.standing.explanation, row: row, column: Self.right,
      CellStyle().with {
        $0.color = CellStyle.Palette.quiet
        $0.wraps = true
      })
    row += 2
    try paragraph(report.description)
  }

  private mutating func writeFacts() throws(ReportingError) {
    var facts = [
      ("Company", "\(face.companyName) (\(face.companyCode))"), ("Report", report.name),
      ("Period", face.period), ("As of", face.asOf.description),
    ]
    if let dataThrough = face.dataThrough {
      facts.append(("Data through", dataThrough.description))
    }
    facts.append(("Base currency", face.baseCurrency.code))
    facts.append(("Close", face.closeID))
    try section("Identity", facts)
  }

  private mutating func line(
    _ text: String, height: Double, _ look: (inout CellStyle) -> Void
  ) throws(ReportingError) {
    try sheet.setRow(row, height: height)
    try sheet.put(text, row: row, column: Self.left, CellStyle().with(look))
    row += 1
  }

  private mutating func paragraph(_ text: String) throws(ReportingError) {
    guard !text.isEmpty else { return }
    try entry(("Purpose", text))
    row += 1
  }

  /// A heading with a rule and its entries; nothing at all without entries.
  private mutating func section(
    _ title: String, _ entries: [(String, String)], color: [UInt32] = []
  ) throws(ReportingError) {
    guard !entries.isEmpty else { return }
    let style = CellStyle().with {
      $0.size = 11
      $0.isBold = true
      $0.color = CellStyle.Palette.navy
      $0.below = .thin
    }
    try sheet.setRow(row, height: 20)
    try sheet.put(title, row: row, column: Self.left, style)
    try sheet.putNothing(row: row, column: Self.right, sheet.format(style))
    row += 1
    try sheet.setRow(row, height: 4)
    try sheet.putNothing(row: row, column: Self.left, nil)
    row += 1
    for (index, one) in entries.enumerated() {
      try entry(one, color: index < color.count ? color[index] : CellStyle.Palette.quiet)
    }
    row += 1
  }

  private mutating func entry(
    _ entry: (String, String), color: UInt32 = CellStyle.Palette.quiet
  ) throws(ReportingError) {
    let lines = WrappedText.lines(entry.1, width: Self.textWidth)
    try sheet.setRow(row, height: WrappedText.height(lines: lines))
    let label = CellStyle().with {
      $0.color = color
      $0.isTop = true
    }
    let text = CellStyle().with {
      $0.wraps = true
      $0.isTop = true
      $0.align = LXW_ALIGN_LEFT
    }
    try sheet.put(entry.0, row: row, column: Self.left, label)
    try sheet.put(entry.1, row: row, column: Self.right, text)
    row += 1
  }

  private static let textWidth = 88

  private func numbered(_ sentences: [String]) -> [(String, String)] {
    sentences.enumerated().map { ("\($0.offset + 1)", $0.element) }
  }

  private func layOut() throws(ReportingError) {
    try sheet.setColumn(Self.margin, width: 2)
    try sheet.setColumn(Self.left, width: 19)
    try sheet.setColumn(Self.right, width: 92)
    sheet.hideGrid()
    try sheet.setPage(PageLayout(face, title: report.title, orientation: .portrait))
  }
}

extension ReportFace.Standing {
  fileprivate var color: UInt32 {
    self == .final ? CellStyle.Palette.good : CellStyle.Palette.caution
  }

  /// What the word means, for a reader who does not know it.
  var explanation: String {
    switch self {
    case .provisional: "The period is open: figures can still change."
    case .final: "The period is closed: these figures do not change any more."
    case .unpublished: "Nothing of this run was published: readers see the last close."
    }
  }
}

extension ReportFace.AcceptedFinding {
  /// `INV-4711, 1,212.30 EUR: price agreed by phone. Accepted by A. Kern until 2026-12-31.`
  var sentence: String {
    let stated = amount.map { money in
      let figure = Figure(count: Int128(money.minor), decimals: money.currency.minorDigits)
      return "\(figure.groupedText(keeping: figure.decimals)) \(money.currency)"
    }
    let parts = [document, stated ?? ""].filter { !$0.isEmpty }
    let subject = parts.isEmpty ? "" : parts.joined(separator: ", ") + ": "
    return subject + acceptance
  }
}
