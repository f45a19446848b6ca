import AccountingValues
import Definitions
import Extraction
import Platform
import PostgresClient
import Warehouse

/// The streams of one company: each from one adapter over one snapshot per server, or from a CSV
/// input. Knows what became of every row, and the digest of all input.
final class CompanySources: CloseReader {
  let company: CompanyDefinition
  let days: RowPlacement.Days
  /// On which day each row counts.
  let placement: RowPlacement
  private(set) var sessions: [(session: ExtractionSession, request: ReadRequest)] = []
  /// What every source gives for one company only: the streams whose SQL asks for it.
  private var tenancies: [(binding: CompanyDefinition.SourceBinding, streams: [String])] = []
  /// Which session feeds a stream.
  private(set) var feeders: [String: Int] = [:]
  let inputs: CompanyInputs
  /// What was wrong before a row was read.
  private var firstFindings: [Finding] = []
  private(set) var findings: [Finding] = []
  private(set) var tallies: [String: StreamTally] = [:]
  /// Digest of the canonical rows, by stream.
  private(set) var digests: [String: String] = [:]
  /// The last accounting date of any event read, up to the as-of day; `nil` where none was read.
  private(set) var dataThrough: CivilDate?
  /// Canonical fingerprints of the rows of open periods, for the periods' closing.
  private(set) var fingerprints: [RowFingerprint] = []
  private var exclusions: [String: [StreamRow]] = [:]
  /// Whether rows are fingerprinted, which only the closing of a period needs.
  let collectsFingerprints: Bool

  /// Connects, checks the adapters and takes the snapshots.
  ///
  /// - Throws: `JobError` for a connection that fails or an adapter that cannot be read.
  init(
    company: CompanyDefinition, configuration: Configuration, session: Session,
    days: RowPlacement.Days, past: PastRows, collectsFingerprints: Bool
  ) throws(JobError) {
    self.company = company
    self.days = days
    self.collectsFingerprints = collectsFingerprints
    placement = RowPlacement(
      company: company, days: days, past: past,
      accepted: AcceptedFindings(
        configuration.accepted[company.code] ?? [], company: company.code, asOf: days.asOf))
    inputs = try CompanyInputs(of: company, in: session)
    findings = inputs.findings
    try requireKnowledge(
      configuration, today: session.options.clock.lastFinishedDay(inZone: company.timeZone))
    for binding in company.sources {
      try open(binding, configuration, session)
    }
    firstFindings = findings
    try readExclusions()
  }

  /// The rows of the same snapshots once more, placed against another past.
  ///
  /// - Parameters:
  ///   - other: what was read already.
  ///   - configuration: says what people accepted.
  ///   - days: the days that decide what becomes of a row.
  ///   - past: what is known of closed periods.
  ///   - leftOut: rows that are not computed.
  /// - Throws: `JobError` when a source fails.
  init(
    again other: CompanySources, _ configuration: Configuration, days: RowPlacement.Days,
    past: PastRows, leavingOut leftOut: Set<PastRows.Place> = []
  ) throws(JobError) {
    company = other.company
    self.days = days
    collectsFingerprints = other.collectsFingerprints && days.asOf == other.days.asOf
    placement = RowPlacement(
      company: company, days: days, past: past,
      accepted: AcceptedFindings(
        configuration.accepted[company.code] ?? [], company: company.code, asOf: days.asOf),
      leavingOut: leftOut)
    placement.keeping = other.placement.keeping
    inputs = other.inputs
    firstFindings = other.firstFindings
    findings = firstFindings
    sessions = other.sessions.map { entry in
      var request = entry.request
      request.to = days.asOf.adding(days: 1)
      return (entry.session, request)
    }
    tenancies = other.tenancies
    feeders = other.feeders
    try readExclusions()
  }

  /// Ends the snapshots.
  func close() { for entry in sessions { entry.session.close() } }

  func feeds(_ stream: String) -> Bool { feeders[stream] != nil || inputs.files[stream] != nil }

  /// Streams that something feeds, in the order of the catalogue.
  var fedStreams: [String] { StreamCatalogue.all.map(\.name).filter(feeds) }

  private func open(
    _ binding: CompanyDefinition.SourceBinding, _ configuration: Configuration, _ session: Session
  ) throws(JobError) {
    guard let source = configuration.sources[binding.erp.value] else {
      throw JobError(
        .configuration, company: company.code, "there is no ERP \(binding.erp.value)",
        action: "add jobs/sources/\(binding.erp.value)/source.yaml, or name another")
    }
    let wanted = binding.streams.map { Set($0.map(\.value)) }
    let options = try session.sourceOptions(binding.connection.value)
    try translating(company: company.code, step: "extract") {
      let adapter = try SourceAdapter.load(source, from: session.tree, streams: wanted)
      let opened = try ExtractionSession(adapter, on: options)
      try requireRights(opened.check, binding.connection.value)
      findings += opened.check.allFindings
      for contract in adapter.streams where opened.check.findings[contract.name] == nil {
        if feeders[contract.name] == nil {
          feeders[contract.name] = sessions.count
          placement.keeping[contract.name] = RowPlacement.Keeping(
            source.streams[contract.name]?.value)
        }
      }
      sessions.append((opened, request(tenant: binding.tenant)))
      let asked = adapter.queries.filter { $0.value.parameters.contains(.company) }
      tenancies.append((binding, asked.keys.sorted()))
    }
  }

  /// A missing right is the administrator's business, not a fault of the data.
  private func requireRights(_ check: AdapterCheck, _ connection: String) throws(JobError) {
    let denied = check.denied.keys.sorted()
    guard let first = denied.first, let finding = check.denied[first] else { return }
    throw JobError(
      .permission, company: company.code, step: "extract",
      "connection \(connection), role \(check.role): \(finding.message)"
        + (denied.count > 1 ? " So with \(counted(denied.count - 1, "more stream"))." : ""),
      action: "\(finding.action) `nightclose sources check` shows every stream")
  }

  private func request(tenant: String?) -> ReadRequest {
    ReadRequest(
      company: tenant, from: nil, to: days.asOf.adding(days: 1),
      knownAt: days.knownAt.map { Timestamp(startOf: $0.adding(days: 1)) },
      receiptsFirst: days.receiptsFirst)
  }

  // MARK: Reading

  func each(
    _ stream: String, _ body: (StreamRow, CivilDate) throws(JobError) -> RowFate
  ) throws(JobError) {
    let (reader, digest) = try reader(stream)
    let replay = replay(of: reader.layout)
    while let row = try next(reader) {
      count(row, try compute(row, try placing(of: row, replay), body), in: reader)
    }
    for placing in try replay?.placeVanished(placement) ?? [] {
      _ = try compute(nil, placing, body)
    }
    finish(reader, digest)
  }

  /// What stands for the rows of a stream that is remembered.
  func replay(of layout: StreamLayout) -> RowReplay? {
    placement.keeping[layout.contract.name].map { RowReplay(layout: layout, keeping: $0) }
  }

  /// Where a row stands.
  func placing(of row: StreamRow, _ replay: RowReplay?) throws(JobError) -> Placing {
    guard let replay else { return placement.place(row) }
    return try replay.place(row, placement)
  }

  /// Computes with a row, or with what stands for it; the fate is that of the row as it is now.
  func compute(
    _ row: StreamRow?, _ placing: Placing,
    _ body: (StreamRow, CivilDate) throws(JobError) -> RowFate
  ) throws(JobError) -> RowFate {
    switch placing {
    case .out(let fate): return fate
    case .on(let day):
      guard let row else { accountingFault("a day for a row that is gone") }
      note(row, [], day)
      return try body(row, day)
    case .replayed(let rows, let fate):
      var last = fate
      for dated in rows where dated.day <= days.asOf {
        note(dated.row, [], dated.day)
        let made = try body(dated.row, dated.day)
        if made != .posted { last = made }
      }
      return last
    }
  }

  func eachDocument(
    _ headers: String, lines: String,
    _ body: (StreamRow, [StreamRow], CivilDate) throws(JobError) -> RowFate
  ) throws(JobError) {
    let (headerReader, headerDigest) = try reader(headers)
    let (lineReader, lineDigest) = try reader(lines)
    let documents = DocumentReader(headers: headerReader, lines: lineReader)
    while let document = try translating(
      company: company.code, step: "extract", { try documents.next() })
    {
      let fate: RowFate
      switch placement.place(document.header, with: document.lines) {
      case .out(let reason): fate = reason
      case .replayed: accountingFault("documents are not replayed")
      case .on(let day):
        note(document.header, document.lines, day)
        fate = try body(document.header, document.lines, day)
      }
      count(document.header, fate, in: headerReader)
      for line in document.lines { count(line, fate, in: lineReader) }
    }
    finish(headerReader, headerDigest)
    finish(lineReader, lineDigest)
  }

  private func next(_ reader: StreamReader) throws(JobError) -> StreamRow? {
    try translating(company: company.code, step: "extract") { try reader.next() }
  }

  private func reader(_ stream: String) throws(JobError) -> (StreamReader, DigestSink) {
    let digest = DigestSink()
    let reader = try translating(company: company.code, step: "extract") { () -> StreamReader in
      if let file = inputs.files[stream] {
        return try file.reader(request(tenant: nil), digest: digest)
      }
      guard let feeder = feeders[stream] else { accountingFault("nothing feeds \(stream)") }
      let entry = sessions[feeder]
      return try entry.session.reader(stream, entry.request, digest: digest)
    }
    return (reader, digest)
  }

  /// Notes how far the data goes, and what dated rows were, for the closing of their period.
  private func note(_ row: StreamRow, _ lines: [StreamRow], _ day: CivilDate) {
    // Control streams tell what was done to documents, not that business went on.
    if let date = row.order?.date, row.layout.contract.group != .control { noteData(through: date) }
    guard row.order != nil, let period = periodToFile(of: day) else { return }
    note(
      RowFingerprint(
        stream: row.stream, key: row.key, period: period,
        print: RowFingerprint.print(of: row, with: lines),
        summary: RowSummary(row, with: lines),
        record: placement.keeping[row.stream] == nil ? nil : row.record))
  }

  /// Notes how far the data goes.
  func noteData(through day: CivilDate) { dataThrough = max(dataThrough ?? day, day) }

  /// The period that a row is filed in when this run closes one; `nil` where nothing is filed of it:
  /// closed periods keep what they were closed with.
  func periodToFile(of day: CivilDate) -> Int32? {
    guard collectsFingerprints, day >= days.firstOpenDay else { return nil }
    return company.calendar.period(containing: day).id
  }

  /// Notes what a row was.
  func note(_ fingerprint: RowFingerprint) { fingerprints.append(fingerprint) }

  private func count(_ row: StreamRow, _ fate: RowFate, in reader: StreamReader) {
    switch fate {
    case .posted: reader.tally.post(row)
    case .held: reader.tally.hold(row)
    case .excluded(let rule): reader.tally.exclude(row, rule: rule)
    case .quarantined: reader.tally.quarantine(row)
    }
  }

  private func finish(_ reader: StreamReader, _ digest: DigestSink) {
    finish(reader, digest, findings: reader.findings)
  }

  private func finish(_ reader: StreamReader, _ digest: DigestSink, findings found: [Finding]) {
    finish(reader.stream, reader.tally, digest, findings: found)
  }

  func finish(
    _ stream: String, _ read: StreamTally, _ digest: DigestSink, findings found: [Finding]
  ) {
    var tally = read
    for row in exclusions[stream] ?? [] {
      tally.take(exclusion: row, base: company.baseCurrency)
    }
    tallies[stream] = tally
    digests[stream] = digest.hexadecimal
    findings += found
  }

  /// Counts what is fed and nothing computes from, so that no row a source has goes untold. Tables are
  /// counted by their server; what is wrong with a row of a file is a warning, for no figure rests on it.
  func countUnused() throws(JobError) {
    let rule = "nothing_computes_from_it"
    for stream in fedStreams where tallies[stream] == nil {
      if inputs.files[stream] != nil {
        let (reader, digest) = try reader(stream)
        while let row = try next(reader) { reader.tally.exclude(row, rule: rule) }
        finish(reader, digest, findings: reader.findings.map { $0.with(severity: .warning) })
      } else if let feeder = feeders[stream] {
        let entry = sessions[feeder]
        let sum = try translating(company: company.code, step: "extract") {
          try entry.session.sum(of: stream, entry.request)
        }
        var tally = StreamTally(stream: stream)
        tally.exclude(sum, rule: rule)
        for row in exclusions[stream] ?? [] {
          tally.take(exclusion: row, base: company.baseCurrency)
        }
        tallies[stream] = tally
        digests[stream] = DigestSink.hexadecimal(of: sum)
      }
    }
  }

  /// Runs the customer's checks on the sources they name, in the snapshot of the close. What they return
  /// is input of the close.
  func run(_ checks: [CheckDefinition]) throws(JobError) {
    for check in checks where check.concerns(company.code) {
      for (binding, entry) in zip(company.sources, sessions)
      where binding.erp.value == check.erp.value {
        let outcome = try translating(company: company.code, step: "checks") {
          try OwnCheck(definition: check).run(on: entry.session, entry.request)
        }
        findings += outcome.findings
        let digest = DigestSink()
        digest.update(Array(outcome.rows.utf8))
        digests["check \(check.name) \(binding.connection.value)"] = digest.hexadecimal
      }
    }
  }

  private func readExclusions() throws(JobError) {
    guard feeds("exclusions") else { return }
    var rows: [String: [StreamRow]] = [:]
    try each("exclusions") { (row, _) throws(JobError) in
      if let stream = row.text("stream") { rows[stream, default: []].append(row) }
      return .posted
    }
    exclusions = rows
  }
}

// MARK: - What became of the rows

extension CompanySources {
  /// A company of which the source has no row at all is not meant: publishing it would replace its
  /// books by empty ones.
  ///
  /// - Throws: `JobError` with exit code 78 that names the tenant, or says that there is none.
  func requireRows() throws(JobError) {
    for (binding, streams) in tenancies {
      let read = streams.compactMap { tallies[$0]?.read.rows }
      guard !read.isEmpty, read.allSatisfy({ $0 == 0 }) else { continue }
      let erp = binding.erp.value
      throw JobError(
        .configuration, company: company.code, step: "extract",
        binding.tenant.map { "\(erp) has no row of tenant \"\($0)\"" }
          ?? "\(erp) holds several companies, and no `tenant` says which one is meant",
        action: "write the `tenant` of the source in jobs/companies/\(company.code).yaml as "
          + "jobs/sources/\(erp) knows it; `nightclose sources preview companies` may list them")
    }
  }

  /// Adds a finding about a row.
  func add(_ finding: Finding) { findings.append(finding) }

  /// All findings, with those about rows of closed periods and about fates that do not add up.
  ///
  /// - Throws: `JobError` where what was filed of a row cannot be read.
  func allFindings() throws(JobError) -> [Finding] {
    try findings + placement.findings + placement.closedRowFindings()
      + tallies.values.filter { !$0.isComplete }.map { tally in
        Finding(
          code: "TIE-003", severity: .error, origin: tally.stream,
          message: "not every row that was read is posted, excluded, held or quarantined: "
            + "read are \(tally.read.words), with a fate \(tally.accounted?.words ?? "too much")",
          action: "report this: it is a defect of the program")
      }
  }

  /// Per stream: rows read against rows with a fate.
  func rowTies() -> [TieOut] {
    tallies.values.sorted { $0.stream < $1.stream }.map { tally in
      TieOut(
        name: "rows", subject: tally.stream, expectedCount: tally.read.rows,
        actualCount: tally.accounted?.rows ?? -1)
    }
  }
}

/// Feeds canonical rows to SHA-256.
final class DigestSink: InputDigest {
  private let digest = SHA256()

  func update(_ bytes: [UInt8]) { digest.update(bytes) }

  var hexadecimal: String { digest.digest().hex }

  /// The digest of rows of which only the sum is known: what such a stream gives to a close.
  static func hexadecimal(of sum: RowSum) -> String {
    let digest = SHA256()
    digest.update("\(sum.rows) \(sum.quantity)")
    for (currency, amount) in sum.amounts.sorted(by: { $0.key < $1.key }) {
      digest.update("\u{1F}\(currency) \(amount)")
    }
    return digest.digest().hex
  }
}
