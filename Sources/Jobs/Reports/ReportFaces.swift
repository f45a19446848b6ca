import AccountingValues
import Definitions
import GeneralLedger
import Inventory
import Reporting
import Tables

/// What a company's reports say about themselves: which close, which policies, which of the source's
/// assumptions they rest on.
struct ReportFaces {
  let company: CompanyDefinition
  let configuration: Configuration
  let period: FiscalPeriod
  let asOf: CivilDate
  /// The last day with an event in the data; `nil` where there is none.
  let dataThrough: CivilDate?
  let closeId: String
  let isFinal: Bool
  var accepted: [ReportFace.AcceptedFinding] = []

  /// The face of one report.
  func face(of report: ReportDefinition) -> ReportFace {
    ReportFace(
      companyCode: company.code, companyName: company.name, baseCurrency: company.baseCurrency,
      period: period.description, periodTitle: "\(period.first) to \(period.last)", asOf: asOf,
      dataThrough: dataThrough, closeID: closeId, standing: isFinal ? .final : .provisional,
      assumptions: assumptions(of: report), policies: policies, acceptedFindings: accepted)
  }

  /// Assumptions that name the report or one of its streams. A report that lists no streams rests on
  /// all of them.
  private func assumptions(of report: ReportDefinition) -> [String] {
    let streams = Set(report.streams)
    func touches(_ names: [String]) -> Bool {
      streams.isEmpty || !streams.isDisjoint(with: names)
    }
    return company.sources.flatMap { binding -> [String] in
      guard let source = configuration.sources[binding.erp.value] else { return [] }
      let assumed = source.assumptions.filter {
        $0.reports.map(\.value).contains(report.name) || touches($0.streams.map(\.value))
      }
      let missing = source.missing.filter { touches([$0.stream.value]) }
      return assumed.map(\.text)
        + missing.map {
          "Not in the source: \($0.stream.value) (\($0.reason)). \($0.switchesOff)"
        }
    }
  }

  private var policies: [ReportFace.Policy] {
    let costing = company.costing
    return [
      ReportFace.Policy(
        label: "Costing",
        value: "as the source says of the item, else \(costing.method.rawValue)"),
      ReportFace.Policy(label: "Negative stock", value: costing.negativeStock.rawValue),
      ReportFace.Policy(label: "Cost of returns", value: costing.returnCost.rawValue),
      ReportFace.Policy(label: "Revenue on", value: (company.revenueOn ?? .invoice).rawValue),
    ]
  }
}
