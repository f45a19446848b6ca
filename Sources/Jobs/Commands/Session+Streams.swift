import AccountingValues
import Definitions
import Extraction
import PostgresClient

extension Session {
  /// Every stream, and which sources feed it. With companies configured, only their sources count.
  ///
  /// - Throws: `JobError`.
  public func sourcesList() throws(JobError) -> CommandResult {
    let configuration = try configuration()
    let used = Set(configuration.companies.flatMap { $0.sources.map(\.erp.value) })
    var feeders: [String: [String]] = [:]
    for (erp, source) in configuration.sources where used.isEmpty || used.contains(erp) {
      for stream in source.streams.keys { feeders[stream, default: []].append(erp) }
    }
    let streams = StreamCatalogue.all.map { contract in
      StreamLine(
        stream: contract.name, group: contract.group.rawValue, version: contract.version,
        grain: contract.grain, fedBy: (feeders[contract.name] ?? []).sorted())
    }
    return CommandResult(
      text: StreamText.list(fed: used.isEmpty ? nil : Set(feeders.keys)),
      encoding: ["streams": streams])
  }

  /// The contract of a stream.
  ///
  /// - Throws: `JobError` with exit code 64 for an unknown stream.
  public func sourcesDescribe(_ stream: String) throws(JobError) -> CommandResult {
    let contract = try requiredContract(stream)
    return CommandResult(
      text: StreamText.description(of: contract), encoding: ContractDescription(contract))
  }

  /// A CSV file to fill in for a stream.
  ///
  /// - Throws: `JobError` with exit code 64 for an unknown stream.
  public func sourcesTemplate(_ stream: String) throws(JobError) -> CommandResult {
    let contract = try requiredContract(stream)
    let text = StreamText.template(of: contract)
    return CommandResult(text: text, encoding: ["stream": contract.name, "template": text])
  }

  /// Prepares every statement of the companies' adapters and reads their CSV inputs, and compares
  /// both with the contracts; runs nothing of the adapters.
  ///
  /// - Returns: exit code 65 when something does not fit.
  /// - Throws: `JobError` when a connection fails.
  public func sourcesCheck(_ codes: [String] = []) throws(JobError) -> CommandResult {
    var results: [SourceCheck] = []
    for company in try companies(codes) {
      for binding in company.sources {
        let (adapter, options) = try adapter(of: binding, company)
        results.append(
          try translating(company: company.code, step: "check") {
            let connection = try Connection(options)
            defer { connection.close() }
            let check = try AdapterCheck(adapter, on: connection)
            return SourceCheck(
              company: company.code, source: binding.erp.value, streams: adapter.streams.count,
              findings: check.allFindings)
          })
      }
      let inputs = try CompanyInputs(of: company, in: self)
      for file in inputs.sorted {
        results.append(
          try translating(company: company.code, step: "check") {
            let reader = try file.reader(ReadRequest())
            _ = try reader.rows()
            return SourceCheck(
              company: company.code, source: file.name, streams: 1, findings: reader.findings)
          })
      }
      results += inputs.findings.map {
        SourceCheck(company: company.code, source: $0.origin, streams: 0, findings: [$0])
      }
    }
    let text = results.map(\.text)
    let hasErrors = results.contains { $0.findings.contains { $0.severity == .error } }
    return CommandResult(
      text: text.joined(), encoding: ["checks": results.map(SourceCheckLine.init)],
      exitCode: hasErrors ? .dataBlocked : .done)
  }

  /// The first rows of a stream, as the close would read them.
  ///
  /// - Throws: `JobError` with exit code 64 for a stream the company has not.
  public func sourcesPreview(
    _ stream: String, company code: String, limit: Int = 10
  ) throws(JobError) -> CommandResult {
    _ = try requiredContract(stream)
    let company = try requiredCompany(code)
    if let file = try CompanyInputs(of: company, in: self).files[stream] {
      return try translating(company: code) {
        try preview(file.reader(ReadRequest()), limit: limit)
      }
    }
    let configuration = try configuration()
    let binding = company.sources.first { binding in
      configuration.sources[binding.erp.value]?.streams[stream] != nil
        && (binding.streams?.contains { $0.value == stream } ?? true)
    }
    guard let binding else {
      throw JobError(
        .usage, company: code, "no source of it feeds \(stream)",
        action:
          "`nightclose sources list` shows what is fed; or put a file \(stream).csv into its data folder"
      )
    }
    let (adapter, options) = try adapter(of: binding, company, only: [stream])
    return try translating(company: code) {
      let session = try ExtractionSession(adapter, on: options)
      defer { session.close() }
      let misfits = session.check.allFindings
      if session.check.findings[stream] != nil {
        return CommandResult(
          text: StreamText.findings(misfits),
          encoding: RowPreview(stream: stream, columns: [], rows: [], findings: misfits),
          exitCode: .dataBlocked)
      }
      let reader = try session.firstRows(
        stream, ReadRequest(company: binding.tenant), count: limit)
      return try preview(reader, limit: limit)
    }
  }

  private func preview(_ reader: StreamReader, limit: Int) throws -> CommandResult {
    let rows = Array(try reader.rows().prefix(limit))
    return CommandResult(
      text: StreamText.preview(rows, layout: reader.layout, findings: reader.findings),
      encoding: RowPreview(
        stream: reader.stream, columns: reader.layout.columns.map(\.name),
        rows: rows.map { row in row.cells.map { $0.isNull ? nil : $0.displayText } },
        findings: reader.findings))
  }

  private func requiredContract(_ stream: String) throws(JobError) -> StreamContract {
    if let contract = StreamCatalogue.contract(named: stream) { return contract }
    throw JobError(
      .usage, "there is no stream \(stream)", action: "`nightclose sources list` prints their names"
    )
  }

  private func adapter(
    of binding: CompanyDefinition.SourceBinding, _ company: CompanyDefinition,
    only: Set<String>? = nil
  ) throws(JobError) -> (SourceAdapter, ConnectionOptions) {
    guard let source = try configuration().sources[binding.erp.value] else {
      accountingFault("company \(company.code) names a source that was checked")
    }
    let wanted = only ?? binding.streams.map { Set($0.map(\.value)) }
    let adapter = try translating(company: company.code) {
      try SourceAdapter.load(source, from: tree, streams: wanted)
    }
    return (adapter, try sourceOptions(binding.connection.value))
  }
}

struct StreamLine: Encodable {
  let stream: String
  let group: String
  let version: Int
  let grain: String
  let fedBy: [String]
}

struct ContractDescription: Encodable {
  struct Column: Encodable {
    let name: String
    let type: String
    let isRequired: Bool
    let meaning: String
  }

  let stream: String
  let group: String
  let version: Int
  let grain: String
  let key: [String]
  let header: String?
  let without: String
  let columns: [Column]

  init(_ contract: StreamContract) {
    stream = contract.name
    group = contract.group.rawValue
    version = contract.version
    grain = contract.grain
    key = contract.key
    header = contract.header
    without = contract.without
    columns = contract.columns.map {
      Column(
        name: $0.name, type: $0.kind.word, isRequired: $0.isRequired, meaning: $0.meaning)
    }
  }
}

/// What a look at one source of a company found.
struct SourceCheck {
  let company: String
  let source: String
  let streams: Int
  let findings: [Finding]

  var text: String {
    if findings.isEmpty {
      return "\(company)  \(source): \(counted(streams, "stream fits", "streams fit"))\n"
    }
    return "\(company)  \(source): \(counted(findings.count, "finding"))\n"
      + StreamText.findings(findings)
  }
}

/// A finding of a source, which no run recorded.
struct SourceFindingLine: Encodable {
  let code: String
  let severity: String
  let origin: String
  let key: String
  let message: String
  let action: String

  init(_ finding: Finding) {
    code = finding.code
    severity = finding.severity.rawValue
    origin = finding.origin
    key = finding.key
    message = finding.message
    action = finding.action
  }
}

struct SourceCheckLine: Encodable {
  let company: String
  let source: String
  let streams: Int
  let findings: [SourceFindingLine]

  init(_ check: SourceCheck) {
    company = check.company
    source = check.source
    streams = check.streams
    findings = check.findings.map(SourceFindingLine.init)
  }
}

struct RowPreview: Encodable {
  let stream: String
  let columns: [String]
  let rows: [[String?]]
  let findings: [SourceFindingLine]

  init(stream: String, columns: [String], rows: [[String?]], findings: [Finding]) {
    self.stream = stream
    self.columns = columns
    self.rows = rows
    self.findings = findings.map(SourceFindingLine.init)
  }
}
