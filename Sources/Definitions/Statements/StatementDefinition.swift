public import GeneralLedger

/// A decoded `jobs/statements/<name>.yaml`: the layout of both statements, and whose it is.
public struct StatementDefinition: Hashable, Sendable {
  /// The file's base name.
  public var name: String
  /// The charts it is for, as companies name them under `chart`; none for any other chart.
  public var charts: [Placed<String>]
  /// The companies it is for, whatever their chart.
  public var companies: [Placed<String>]
  /// The lines of both statements.
  public var layout: StatementLayout
  /// Where it was written.
  public var place: SourcePlace
}

extension Configuration {
  /// The statements of a company: the definition that names it, else the one that names its chart, else
  /// the one that names neither; `nil` where there is none.
  ///
  /// - Parameter company: the company.
  /// - Returns: the definition.
  public func statements(of company: CompanyDefinition) -> StatementDefinition? {
    let ordered = statements.values.sorted { $0.name < $1.name }
    if let own = ordered.first(where: { $0.companies.map(\.value).contains(company.code) }) {
      return own
    }
    if let chart = ordered.first(where: { $0.charts.map(\.value).contains(company.chartName) }) {
      return chart
    }
    return ordered.first { $0.charts.isEmpty && $0.companies.isEmpty }
  }
}

extension CompanyDefinition {
  /// The chart as a configuration names it.
  var chartName: String {
    switch chart.value {
    case .file(let path): path
    case .stream: "stream"
    }
  }
}
