import AccountingValues
import Definitions
import Extraction
import Foundation
import GeneralLedger
import Inventory
import Platform
import Reporting
import Tables
import Warehouse

extension CompanyRun {
  /// Ends a run whose close equals the current one with its files intact; `nil` when it does not.
  func identical(
    _ closeId: String, _ lease: CompanyLease, _ run: Run, _ files: PublishedFiles,
    _ result: CloseResult, _ sources: CompanySources
  ) throws(JobError) -> RunOutcome? {
    let current = try translating(company: company.code) { try lease.currentClose() }
    guard let current, current.closeId == closeId,
      files.areIntact(period: lastPeriod, closeId: closeId, manifest: current.manifestDigest)
    else { return nil }
    try translating(company: company.code) {
      try lease.end(
        run, as: .identical, exitCode: 0, message: nil, closeId: closeId,
        dataThrough: sources.dataThrough)
    }
    return outcome(
      .identical, .done, result, closeId, files.folder(lastPeriod, closeId),
      "\(company.code): already identical, close \(closeId.prefix(12)) as of \(asOf)")
  }

  /// Ends a run that publishes nothing: blocked by findings, or asked not to.
  func unpublished(
    _ result: CloseResult, _ findings: [ShownFinding], _ closeId: String,
    _ sources: CompanySources, _ lease: CompanyLease, _ run: Run, _ files: PublishedFiles
  ) throws(JobError) -> RunOutcome {
    let workbook = FindingsWorkbook(faces(sources, closeId, findings))
    let folder = try files.writeFindings(findings, asOf: asOf, workbook: workbook)
    let errors = result.findings.filter { $0.severity == .error }.count
    let isBlocked = result.isBlocked
    let blocking =
      counted(errors, "finding") + (errors == 1 ? " blocks" : " block") + " publication"
    try translating(company: company.code) {
      try lease.end(
        run, as: isBlocked ? .blocked : .computed, exitCode: isBlocked ? 65 : 0,
        message: isBlocked ? blocking : "dry run", closeId: closeId,
        dataThrough: sources.dataThrough)
    }
    let first = result.findings.first.map { "\n  \($0.code) \($0.place): \($0.message)" }
    return outcome(
      isBlocked ? .blocked : .computed, isBlocked ? .dataBlocked : .done, result, closeId, folder,
      isBlocked
        ? "\(company.code): checks: \(blocking), the books stay as they were"
          + (first ?? "")
          + "\n  → mend them as \(folder)/findings.\(workbook == nil ? "csv" : "xlsx") says, or accept them in "
          + "jobs/companies/\(company.code)/accepted.csv"
        : "\(company.code): computed as of \(asOf), nothing published; findings in \(folder)")
  }

  /// Loads the leaves, renders the files aside, publishes, then moves the files into place.
  func publish(
    _ close: CompanyClose, _ result: CloseResult, _ journal: NumberedJournal,
    findings: [ShownFinding], closeId: String, _ sources: CompanySources, _ lease: CompanyLease,
    _ run: Run, _ books: OpenBooks, _ files: PublishedFiles
  ) throws(JobError) -> RunOutcome {
    step("publish", counted(books.openPeriods.count, "open period"))
    let ids = try identities(close, journal.batch, lease)
    let rows = CloseRows(
      close: close, result: result, ids: ids, journal: journal.batch, numbers: journal.numbers)
    try load(rows, findings, sources, run, lease, books)
    let publication = Publication(
      run: run, closeId: closeId, periods: books.openPeriods, withdrawn: books.withdrawnPeriods,
      dataThrough: sources.dataThrough, masters: masters(close, ids),
      observations: news(sources),
      numbers: journal.numbers.issued.mapValues { $0.map(EntryNumber.init) },
      closing: isFiling
        ? .init(
          period: lastPeriod.id, as: warehouseRequest, configuration: configurationTexts)
        : nil)
    let faces = faces(sources, closeId, findings)
    let staging = try files.stage(closeId, for: "\(run.runId)")
    frozenRows = try translating(company: company.code, step: "publish") {
      do {
        return try lease.publish(publication) { reader in
          self.step("reports", "")
          let set = ReportSet(session: self.session, configuration: self.configuration)
          try translating(company: self.company.code, step: "reports") {
            _ = try set.render(
              self.reportNames, formats: nil, faces: faces, into: staging,
              tieOuts: result.tieOuts,
              leaf: PublishedLeaf(period: self.lastPeriod.id, run: run.runId, isFrozen: false),
              reader: reader)
          }
          return try files.seal(staging)
        }
      } catch let WarehouseError.assertions(broken) {
        throw self.otherOpening(broken, books) ?? WarehouseError.assertions(broken)
      }
    }
    let folder = try move(staging, closeId, lease, run, files)
    let warnings = result.findings.count
    return outcome(
      .published, .done, result, closeId, folder,
      "\(company.code): published \(lastPeriod) as of \(asOf), close \(closeId.prefix(12)), "
        + "\(counted(warnings, "warning"))\n  \(folder)")
  }

  /// What it means that the open span does not begin as the closed one ends, where nothing else is
  /// wrong: something that closed figures rest on has changed, which no row of a document tells.
  private func otherOpening(_ broken: [BrokenAssertion], _ books: OpenBooks) -> (any Error)? {
    guard let last = books.closedPeriods.last, broken.allSatisfy(\.isOfOpening) else { return nil }
    let example = broken.first.map { " (\($0.example))" } ?? ""
    let reopening =
      "reopen \(last) (`nightclose period reopen \(last) --company \(company.code) "
      + "--reason '…'`) and close it again"
    if let guessed = books.rules.guessed.first {
      return JobError(
        .configuration, company: company.code, step: "publish",
        "the books do not begin as \(last) was closed\(example): \(guessed) was closed before the "
          + "program kept what periods are filed with, so it is replayed with today's configuration, "
          + "which makes other figures",
        action: "undo what was changed under jobs/ since then, or \(reopening)")
    }
    return JobError(
      .dataBlocked, company: company.code, step: "publish",
      "the books do not begin as \(last) was closed\(example): its rows and rules are those it was "
        + "filed with, so a master or rate that they rest on has changed",
      action:
        "look for items of another category or costing method, partners of another group, and "
        + "standards, rates or accounts that changed for closed days; undo that, or \(reopening); "
        + "if nothing of it has changed, report this")
  }

  /// Puts the files of a committed close into place. What fails here leaves the figures published.
  private func move(
    _ staging: String, _ closeId: String, _ lease: CompanyLease, _ run: Run,
    _ files: PublishedFiles
  ) throws(JobError) -> String {
    do throws(JobError) {
      let isNewest = try translating(company: company.code) {
        try lease.showsNothing(after: lastPeriod)
      }
      return try files.publish(
        staging, period: lastPeriod, closeId: closeId, isNewest: isNewest,
        record: [
          "run": "\(run.runId)", "epoch": "\(lease.epoch)",
          "published_at": session.options.clock.timestamp.description,
        ])
    } catch {
      throw JobError(
        error.exitCode, company: company.code, step: "reports", error.message,
        action: "\(error.action); the figures are published, the next run puts their files in place"
      )
    }
  }

  private func outcome(
    _ ending: RunOutcome.Ending, _ code: ExitCode, _ result: CloseResult, _ closeId: String,
    _ folder: String, _ message: String
  ) -> RunOutcome {
    progress.step(ending.rawValue, company: company.code, folder)
    return RunOutcome(
      company: company.code, ending: ending, exitCode: code.rawValue, closeId: closeId,
      asOf: asOf.description, folder: folder,
      errors: result.findings.filter { $0.severity == .error }.count,
      warnings: result.findings.filter { $0.severity == .warning }.count, message: message,
      rows: result.rowsRead,
      findings: result.findings.reduce(into: [:]) { $0[$1.code, default: 0] += 1 })
  }

  private func faces(
    _ sources: CompanySources, _ closeId: String, _ findings: [ShownFinding]
  ) -> ReportFaces {
    ReportFaces(
      company: company, configuration: configuration, period: lastPeriod, asOf: asOf,
      dataThrough: sources.dataThrough, closeId: closeId, isFinal: false,
      accepted: findings.compactMap(\.onFace))
  }

  /// The period that holds the as-of day: the one whose folder the files go to.
  var lastPeriod: FiscalPeriod { company.calendar.period(containing: asOf) }

  /// The reports of the job and of its packs, each once; all when it lists none.
  private var reportNames: [String] {
    let job = configuration.jobs[request.job]
    let packed = (job?.packs ?? []).flatMap { configuration.packs[$0.value]?.reports ?? [] }
    var seen: Set<String> = []
    let listed = ((job?.reports.map(\.value) ?? []) + packed).filter { seen.insert($0).inserted }
    return listed.isEmpty ? configuration.reports.keys.sorted() : listed
  }
}

// MARK: - Loading

extension CompanyRun {
  private func identities(
    _ close: CompanyClose, _ journal: JournalBatch, _ lease: CompanyLease
  ) throws(JobError) -> CloseIdentities {
    let source = company.sources.map(\.erp.value).joined(separator: "+")
    return try translating(company: company.code, step: "publish") {
      func numbers(_ stream: String, _ keys: [String]) throws -> [Int64] {
        try lease.identities(source: source, stream: stream, keys: keys)
      }
      var documents: [String: DocumentIdentities] = [:]
      for entry in journal.entries {
        documents[entry.stream, default: DocumentIdentities()].note(entry.order.key)
      }
      for label in close.openItems.labels {
        documents[label.stream, default: DocumentIdentities()].note(label.key)
      }
      for stream in documents.keys.sorted() {
        try documents[stream]?.ask { try numbers(stream, $0) }
      }
      return CloseIdentities(
        items: try numbers("items", close.masters.items.keys.map(\.text)),
        partners: try numbers("partners", close.masters.partners.keys.map(\.text)),
        places: try numbers("locations", close.masters.places.keys.map(\.text)),
        accounts: try numbers("accounts", close.plan.chart.accounts.map(\.code)),
        documents: documents)
    }
  }

  private func masters(_ close: CompanyClose, _ ids: CloseIdentities) -> Masters {
    var masters = Masters()
    masters.accounts = zip(close.plan.chart.accounts, ids.accounts).map { account, id in
      AccountMaster(
        id: id, code: account.code, name: account.name, accountClass: account.type.rawValue,
        normalSide: account.normalBalance.rawValue)
    }
    masters.items = zip(close.masters.items.values, ids.items).map { item, id in
      ItemMaster(
        id: id, code: item.number, name: item.name,
        category: item.category.isEmpty ? nil : item.category, unit: item.unit)
    }
    masters.partners = zip(close.masters.partners.values, ids.partners).map { partner, id in
      PartnerMaster(
        id: id, code: partner.number, name: partner.name,
        group: partner.group.isEmpty ? nil : partner.group)
    }
    masters.locations = zip(close.masters.places.values, ids.places).map { place, id in
      LocationMaster(id: id, code: place.number, name: place.name)
    }
    return masters
  }

  private func load(
    _ rows: CloseRows, _ findings: [ShownFinding], _ sources: CompanySources, _ run: Run,
    _ lease: CompanyLease, _ books: OpenBooks
  ) throws(JobError) {
    let options = try session.warehouseOptions()
    let source = company.sources.map(\.erp.value).joined(separator: "+")
    try translating(company: company.code, step: "publish") {
      try lease.declare(books.openPeriods)
      let loader = try FactLoader(options, run: run)
      if let first = books.openPeriods.first { rows.stockLedger.skip(before: first.first) }
      for period in books.openPeriods {
        guard let index = rows.close.ledger.periods.firstIndex(of: period) else {
          accountingFault("the ledger has no period \(period)")
        }
        let id = period.id
        _ = try loader.load(rows.entries(index), period: id)
        _ = try loader.load(rows.lines(index), period: id)
        _ = try loader.load(try rows.trialBalance(index), period: id)
        _ = try loader.load(rows.stockLedger.rows(before: period.end), period: id)
        _ = try loader.load(rows.stockLedger.consumptions(in: period.days), period: id)
        _ = try loader.load(rows.layers(period), period: id)
        _ = try loader.load(rows.certificates(period), period: id)
        _ = try loader.load(rows.allowances(period), period: id)
        _ = try loader.load(rows.supplierReceipts(period), period: id)
        _ = try loader.load(rows.productionVariances(period), period: id)
        _ = try loader.load(rows.productionVarianceLines(period), period: id)
        _ = try loader.load(rows.groupStock(period), period: id)
        let open = rows.open(period)
        _ = try loader.load(open.items, period: id)
        _ = try loader.load(rows.applications(period, open), period: id)
        _ = try loader.load(open.ageing, period: id)
        _ = try loader.load(open.buckets, period: id)
        _ = try loader.load(rows.tieOuts(period), period: id)
        if isFiling { try file(period, sources, source, loader, lease) }
        rows.leave()
      }
      let last = lastPeriod.id
      _ = try loader.load(rows.suggestions(), period: last)
      _ = try loader.load(StreamTallyRows(sources.tallies.values).rows, period: last)
      _ = try loader.load(
        findings.enumerated().map { index, shown in
          FindingRow(
            shown.finding, seq: Int64(index),
            accepted: shown.accepted.isEmpty ? nil : shown.accepted)
        }, period: last)
    }
  }

  /// What the rows of a period are, for the day somebody changes them.
  private func file(
    _ period: FiscalPeriod, _ sources: CompanySources, _ source: String, _ loader: FactLoader,
    _ lease: CompanyLease
  ) throws {
    let prints = sources.fingerprints.filter { $0.period == period.id }
    var rows: [FiledRow] = []
    for (stream, group) in Dictionary(grouping: prints, by: \.stream).sorted(by: { $0.key < $1.key }
    ) {
      let ids = try lease.identities(
        source: source, stream: stream, keys: group.map(\.key.text))
      rows += zip(group, ids).map { print, id in
        let summary = print.summary
        return FiledRow(
          stream: stream, keyId: id, fingerprint: print.print.bytes, day: summary?.day,
          document: summary?.document, amount: summary?.amount?.description,
          currency: summary?.currency, quantity: summary?.quantity?.description,
          row: print.record)
      }
    }
    _ = try loader.load(rows, period: period.id)
  }
}
