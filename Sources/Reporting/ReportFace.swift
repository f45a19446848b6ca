public import AccountingValues

/// What a report says about itself: whose books, which span, which close, how final, and under which
/// assumptions. Every file of a run carries the same face; nothing of it depends on clock or host.
public struct ReportFace: Hashable, Sendable {
  /// Whether the figures can still change.
  public enum Standing: String, Hashable, Sendable, CaseIterable {
    /// The period is open.
    case provisional = "PROVISIONAL"
    /// The period is closed.
    case final = "FINAL"
    /// The run published nothing: findings keep it from that, or it was a dry run.
    case unpublished = "NOT PUBLISHED"
  }

  /// The paper a report is laid out for.
  public enum Paper: String, Hashable, Sendable, CaseIterable {
    /// 210 × 297 mm.
    case a4
    /// 8½ × 11 inches.
    case letter
  }

  /// The company's code, part of file names.
  public var companyCode: String
  /// The company's name.
  public var companyName: String
  /// The currency of amounts that do not name one.
  public var baseCurrency: Currency
  /// The period as the command line writes it: `2026-10`, `FY2026`.
  public var period: String
  /// The period in words: `1 October 2026 – 31 October 2026`.
  public var periodTitle: String
  /// The day the figures stand at; also the workbook's creation date.
  public var asOf: CivilDate
  /// The last day with a source row.
  public var dataThrough: CivilDate?
  /// The close's identity, 64 hexadecimal digits.
  public var closeID: String
  /// Whether the figures can still change.
  public var standing: Standing
  /// What was assumed where the source is silent, one sentence each, of the streams of this report.
  public var assumptions: [String]
  /// Policies that decide the figures, as label and value: `Costing method`, `FIFO`.
  public var policies: [Policy]
  /// Findings somebody accepted, of the streams of this report.
  public var acceptedFindings: [AcceptedFinding]
  /// The paper.
  public var paper: Paper

  /// A face from its parts.
  public init(
    companyCode: String, companyName: String, baseCurrency: Currency, period: String,
    periodTitle: String, asOf: CivilDate, dataThrough: CivilDate?, closeID: String,
    standing: Standing, assumptions: [String] = [], policies: [Policy] = [],
    acceptedFindings: [AcceptedFinding] = [], paper: Paper = .a4
  ) {
    self.companyCode = companyCode
    self.companyName = companyName
    self.baseCurrency = baseCurrency
    self.period = period
    self.periodTitle = periodTitle
    self.asOf = asOf
    self.dataThrough = dataThrough
    self.closeID = closeID
    self.standing = standing
    self.assumptions = assumptions
    self.policies = policies
    self.acceptedFindings = acceptedFindings
    self.paper = paper
  }

  /// A policy printed on the cover.
  public struct Policy: Hashable, Sendable {
    /// What is decided: `Costing method`.
    public var label: String
    /// How: `FIFO, returns at original cost`.
    public var value: String

    /// A policy from its parts.
    public init(label: String, value: String) {
      self.label = label
      self.value = value
    }
  }

  /// A finding that somebody accepted, printed on the cover with the reason.
  public struct AcceptedFinding: Hashable, Sendable {
    /// The finding's code.
    public var code: String
    /// The document number or source key it concerns.
    public var document: String
    /// The amount at stake.
    public var amount: Money?
    /// Why it was accepted, by whom and how long, in sentences.
    public var acceptance: String

    /// An accepted finding from its parts.
    public init(code: String, document: String, amount: Money? = nil, acceptance: String) {
      self.code = code
      self.document = document
      self.amount = amount
      self.acceptance = acceptance
    }
  }
}

extension ReportFace {
  /// The part of the close's identity that people quote.
  public var shortCloseID: String { String(closeID.prefix(12)) }

  /// `AW_aged_receivables_2026-10_as-of-2026-10-31_PROVISIONAL_3f2a9c01b7de.xlsx`. A code with
  /// other characters than letters, digits, dots and hyphens has them replaced by hyphens.
  public func fileName(of report: String, extension suffix: String) -> String {
    let parts = [
      companyCode, report, period, "as-of-\(asOf)", standing.rawValue, shortCloseID,
    ]
    return parts.map(Self.fileNamePart).joined(separator: "_") + "." + suffix
  }

  /// The base name of a sheet's CSV file and table: the report's name, and the sheet's where it
  /// differs.
  static func name(of sheet: String, in report: String) -> String {
    sheet == report ? report : "\(report)-\(sheet)"
  }

  private static func fileNamePart(_ text: String) -> String {
    var part = ""
    for scalar in text.unicodeScalars {
      let kept =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || "0123456789_-.".unicodeScalars.contains(scalar))
      part.unicodeScalars.append(kept ? scalar : "-")
    }
    // A leading dot would hide the file, or leave the folder.
    return part.hasPrefix(".") ? "-" + part.dropFirst() : part
  }
}
