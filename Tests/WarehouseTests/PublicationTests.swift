import AccountingValues
import PostgresClient
import Testing

@testable import Warehouse

@Suite struct PublicationTests {
  private let balanceOfReceivables =
    "SELECT string_agg(period || ' ' || closing, ', ' ORDER BY period) "
    + "FROM analytics.trial_balance WHERE account = '1200'"

  @Test func publishedFiguresAreSeenInMajorUnitsUntilTheNextPublicationReplacesThem() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    try TinyBooks([(Months.october, 1_050), (Months.november, 200)]).publish(lease, in: warehouse)
    #expect(try warehouse.answer(balanceOfReceivables) == "2026-10 10.50, 2026-11 12.50")
    try TinyBooks([(Months.october, 1_049), (Months.november, 200)]).publish(lease, in: warehouse)
    #expect(try warehouse.answer(balanceOfReceivables) == "2026-10 10.49, 2026-11 12.49")
    #expect(
      try warehouse.answer("SELECT count(*) FROM analytics.journal_line") == "4",
      "the superseded run's lines are not seen")
  }

  @Test func theSameCloseIsRecognisedAndNothingIsWritten() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    #expect(try lease.currentClose() == nil)
    let books = TinyBooks([(Months.october, 1_050), (Months.november, 200)])
    let run = try books.publish(lease, in: warehouse, closeId: "abc") { _ in "manifest" }
    let current = try #require(try lease.currentClose())
    #expect(current == (run.runId, "abc", "manifest"))
    let second = try lease.beginRun(.sample)
    try lease.end(second, as: .identical, exitCode: 0, message: nil, closeId: "abc")
    #expect(try lease.currentClose()?.runId == run.runId)
    #expect(
      try warehouse.answer("SELECT string_agg(state, ' ' ORDER BY run_id) FROM core.run")
        == "published identical")
    // A period without figures of that run: the closes differ.
    try lease.declare([Months.month(12)])
    #expect(try lease.currentClose() == nil)
  }

  @Test func filesAreRenderedFromTheNewFiguresBeforeAnyoneElseSeesThem() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    try TinyBooks([(Months.october, 1_050)]).publish(lease, in: warehouse)
    try TinyBooks([(Months.october, 7_700)]).publish(lease, in: warehouse) { reader in
      let rows = try reader.connection.query("inside", balanceOfReceivables)
      #expect(try rows.next())
      #expect(rows.text(0) == "2026-10 77.00")
      #expect(try warehouse.answer(balanceOfReceivables) == "2026-10 10.50")
      return nil
    }
    #expect(try warehouse.answer(balanceOfReceivables) == "2026-10 77.00")
  }

  @Test func aFailureWhileRenderingPublishesNothing() throws {
    struct DiskFull: Error {}
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    try TinyBooks([(Months.october, 1_050)]).publish(lease, in: warehouse)
    let chain = try lease.verifyAuditChain()
    #expect(throws: DiskFull.self) {
      try TinyBooks([(Months.october, 1)]).publish(lease, in: warehouse) { _ in throw DiskFull() }
    }
    #expect(try warehouse.answer(balanceOfReceivables) == "2026-10 10.50")
    #expect(try lease.verifyAuditChain() == chain)
  }

  @Test func aPublicationThatFailedOnceIsTriedAgain() throws {
    struct DiskFull: Error {}
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    let books = TinyBooks([(Months.october, 4_200)])
    try lease.declare([Months.october])
    let run = try lease.beginRun(.sample)
    try books.load(FactLoader(warehouse.loader, run: run))
    let publication = Publication(
      run: run, closeId: "again", periods: [Months.october], masters: books.masters)
    #expect(throws: DiskFull.self) { try lease.publish(publication) { _ in throw DiskFull() } }
    #expect(try warehouse.answer(balanceOfReceivables) == nil)
    #expect(
      try lease.collectLeaves(supersededBefore: .later) == [], "a running run keeps its leaves")
    try lease.publish(publication) { _ in nil }
    #expect(try warehouse.answer(balanceOfReceivables) == "2026-10 42.00")
    #expect(throws: WarehouseError.self, "a published run is not published twice") {
      try lease.publish(publication) { _ in nil }
    }
  }

  @Test func anotherCompanyPublishesWhileFilesAreRendered() throws {
    let warehouse = try ScratchWarehouse()
    let (first, second) = (try warehouse.lease("acme"), try warehouse.lease("bolt"))
    try TinyBooks([(Months.october, 100)]).publish(first, in: warehouse) { _ in
      try TinyBooks([(Months.october, 900)]).publish(second, in: warehouse)
      return nil
    }
    #expect(try warehouse.answer("SELECT count(*) FROM core.current_run") == "2")
  }

  @Test func twoCompaniesArePublishedSideBySide() throws {
    let warehouse = try ScratchWarehouse()
    let (first, second) = (try warehouse.lease("acme"), try warehouse.lease("bolt"))
    try TinyBooks([(Months.october, 100)]).publish(first, in: warehouse)
    try TinyBooks([(Months.october, 900)]).publish(second, in: warehouse)
    #expect(
      try warehouse.answer(
        "SELECT string_agg(company || ' ' || closing, ', ' ORDER BY company) "
          + "FROM analytics.trial_balance WHERE account = '1200'") == "acme 1.00, bolt 9.00")
  }

  @Test(arguments: [
    ("debits equal credits in every entry", 0), ("every line has its entry", 1),
    ("every entry has lines", 2), ("the trial balance is the sum of the lines", 3),
    ("the trial balance adds up to zero", 4), ("opening equals the closing before", 5),
    ("every account of a balance is known", 6), ("every entry lies in its period", 7),
    ("the buckets of an item add up to its residual", 8),
    ("entry numbers are not repeated", 9), ("every row read has one fate", 10),
    ("every row read has one fate", 11), ("every amount read has one fate", 12),
    ("every amount read has one fate", 13),
  ])
  func figuresThatBreakARuleAreNotPublished(rule: String, bend: Int) throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    try TinyBooks([(Months.october, 1_050)]).publish(lease, in: warehouse)
    var books = TinyBooks([(Months.october, 500), (Months.november, 200)])
    let (october, november) = (Months.october.id, Months.november.id)
    switch bend {
    case 0: books.lines[october]?[0].debitBaseMinor += 1
    case 1: books.entries[october] = []
    case 2: books.lines[october] = []
    case 3:
      books.balances[october]?[0].debitMinor += 1; books.balances[october]?[0].closingMinor += 1
    case 4, 5:
      books.balances[november]?[0].openingBaseMinor += 1
      books.balances[november]?[0].closingBaseMinor += 1
    case 6:
      for index in 0...1 { books.balances[october]?[index].accountId += 75 }
      for index in 0...1 { books.lines[october]?[index].accountId += 75 }
    case 7: books.entries[october]?[0].date = Months.november.first
    case 8: books.ageing[november]?[0].residualMinor -= 1
    case 10: books.tally[1].rowCount = 3
    case 11: books.tally[0].quantity = books.tally[0].amount
    case 12: books.tally[2].amount = try ExactDecimal(parsing: "2.0051")
    case 13: books.tally[2].currency = "USD"
    default:
      books.entries[october]?[0].number = "7"
      books.entries[november]?[0].number = "7"
    }
    let error = #expect(throws: WarehouseError.self) { try books.publish(lease, in: warehouse) }
    guard case .assertions(let broken)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(broken.contains { $0.rule == rule && $0.violations > 0 }, "\(broken)")
    #expect(try warehouse.answer(balanceOfReceivables) == "2026-10 10.50")
  }

  @Test func everyFactComesBackAsItWasLoaded() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    try lease.declare([Months.october])
    let run = try lease.beginRun(.sample)
    let loader = try FactLoader(warehouse.loader, run: run)
    let day = Months.october.first
    let period = Months.october.id
    var masters = TinyBooks([]).masters
    masters.items = [ItemMaster(id: 9, code: "BOLT", name: "Bolt", category: nil, unit: "pc")]
    masters.partners = [PartnerMaster(id: 5, code: "C1", name: "Zoë", group: "retail")]
    masters.locations = [LocationMaster(id: 3, code: "MAIN", name: "Main")]

    let stock = [
      StockLedgerRow(
        seq: 1, date: day, recordedAt: Timestamp(microsecondsSince1970: 1_234_567), kind: "receipt",
        itemId: 9, locationId: 3, lot: "L1", quantityMicros: 2_500_000, valueBaseMinor: 999,
        poolQuantityMicros: 2_500_000, poolValueBaseMinor: 999, movementId: 12,
        documentStream: "goods_receipts", documentNumber: "GR-1", flags: "missing_cost"),
      StockLedgerRow(
        seq: 2, date: day, kind: "issue", itemId: 9, quantityMicros: .min, valueBaseMinor: .max,
        poolQuantityMicros: -1, poolValueBaseMinor: 0, movementId: 13),
    ]
    let consumption = [
      ConsumptionRow(seq: 1, issueSeq: 2, layerSeq: 1, quantityMicros: 5, valueBaseMinor: 7)
    ]
    let layers = [
      CostLayerRow(
        seq: 1, itemId: 9, date: day, quantityInMicros: 10, valueInBaseMinor: 20,
        quantityLeftMicros: 5, valueLeftBaseMinor: 13, originStream: "goods_receipts",
        originNumber: "GR-1", originSeq: 1, groupProfitBaseMinor: nil)
    ]
    let applications = [
      ApplicationRow(
        seq: 1, itemSeq: 4, kind: "payment", date: day, documentId: 1, documentNumber: "P",
        appliedDocumentId: 2, appliedDocumentNumber: "I", currency: "JPY", amountMinor: -5,
        amountBaseMinor: -3)
    ]
    let suggestions = [
      ReorderSuggestionRow(
        seq: 1, itemId: 9, supplierId: 5, policy: "min_max", quantityMicros: 1, orderBy: day,
        neededOn: day.adding(days: 3), unitCostMicros: 2_000_001, currency: "EUR",
        arithmetic: "10 − 9")
    ]
    let finding = Finding(
      code: "INV-012", severity: .warning, origin: "stock_movements", key: "7", document: "D",
      message: "No price.", action: "Enter one.")
    let findings = [FindingRow(finding, seq: 1), FindingRow(finding, seq: 2, accepted: "known")]
    let tieOuts = [
      TieOutRow(
        seq: 1, name: "ar", subject: "1200", currency: "KWD", expectedMinor: 1_234,
        actualMinor: 1_235, outcome: "different"),
      TieOutRow(seq: 2, name: "ap", subject: "2000", outcome: "nothing_to_compare"),
    ]
    let certificates = [CertificateRow(seq: 1, accountId: 1, certified: true, reason: "ties")]
    let pools = [
      PoolCertificateRow(
        seq: 0, itemId: layers.first?.itemId ?? 0, owner: "own",
        openingQuantityMicros: 0,
        receivedQuantityMicros: layers.reduce(0) { $0 + $1.quantityLeftMicros } + 2,
        adjustedQuantityMicros: 0, issuedQuantityMicros: 2,
        closingQuantityMicros: layers.reduce(0) { $0 + $1.quantityLeftMicros }, openingBaseMinor: 0,
        receivedBaseMinor: layers.reduce(0) { $0 + $1.valueLeftBaseMinor } + 5,
        adjustedBaseMinor: -1, issuedBaseMinor: 4,
        closingBaseMinor: layers.reduce(0) { $0 + $1.valueLeftBaseMinor })
    ]
    let allowances = [
      StockAllowanceRow(
        seq: 0, itemId: layers.first?.itemId ?? 0, quantityMicros: 2_000_000, costBaseMinor: 900,
        openingBaseMinor: 100, writtenDownBaseMinor: 70, reversedBaseMinor: 20,
        releasedBaseMinor: 30, closingBaseMinor: 120)
    ]
    let filed = [
      FiledRow(stream: "payments", keyId: 3, fingerprint: [0, 255, 7]),
      FiledRow(
        stream: "payments", keyId: 4, fingerprint: [1], day: Months.october.first,
        document: "PAY-4", amount: "-110.005", currency: "USD", quantity: "2.5"),
    ]
    try loader.load(stock, period: period)
    try loader.load(consumption, period: period)
    try loader.load(layers, period: period)
    try loader.load(applications, period: period)
    try loader.load(suggestions, period: period)
    try loader.load(findings, period: period)
    try loader.load(tieOuts, period: period)
    try loader.load(certificates, period: period)
    try loader.load(pools, period: period)
    try loader.load(allowances, period: period)
    let tally = TinyBooks([]).tally
    try loader.load(tally, period: period)
    try loader.load(filed, period: period)
    let buckets = [
      AgeingBucketRow(bucket: 0, name: "not_due", title: "Not due"),
      AgeingBucketRow(bucket: 1, name: "1_30", title: "1–30 days"),
    ]
    try loader.load(buckets, period: period)
    let received = [
      SupplierReceiptRow(
        seq: 0, partnerId: nil, itemId: nil, currency: "EUR", lineCount: 2, rejectedLineCount: 1,
        acceptedQuantityMicros: 2_500_000, rejectedQuantityMicros: 500_000, acceptedMinor: 999,
        rejectedMinor: nil)
    ]
    try loader.load(received, period: period)
    let group = [
      GroupStockRow(
        seq: 0, itemId: layers.first?.itemId ?? 0, quantityMicros: 6_000_000, valueBaseMinor: 7200,
        groupCostBaseMinor: 4800, transitQuantityMicros: 5_000_000, transitBaseMinor: 6500)
    ]
    try loader.load(group, period: period)
    let variances = [
      ProductionVarianceRow(
        seq: 0, documentId: nil, documentNumber: "FA7", itemId: nil, date: day, standing: "posted",
        gap: nil, quantityMicros: 9_000_000, scrappedQuantityMicros: 1_000_000,
        actualBaseMinor: 38_040, standardBaseMinor: 29_700, productBaseMinor: 29_700,
        materialPriceBaseMinor: 840, usageBaseMinor: 1_000, rateBaseMinor: 600,
        efficiencyBaseMinor: 2_000, overheadBaseMinor: 600, yieldBaseMinor: 3_300,
        unexplainedBaseMinor: 0)
    ]
    try loader.load(variances, period: period)
    let resources = [
      ProductionVarianceLineRow(
        seq: 0, documentId: nil, documentNumber: "FA7", date: day, resource: "labour", itemId: nil,
        usedMicros: 6_000_000, allowedMicros: 5_000_000, goodMicros: 4_500_000,
        actualBaseMinor: 12_600, atStandardBaseMinor: 12_000, allowedBaseMinor: 10_000,
        goodBaseMinor: 9_000)
    ]
    try loader.load(resources, period: period)
    try lease.publish(
      Publication(run: run, closeId: "x", periods: [Months.october], masters: masters)
    ) { _ in nil }

    #expect(try lease.published(StockLedgerRow.self, period: period).collected() == stock)
    #expect(try lease.published(ConsumptionRow.self, period: period).collected() == consumption)
    #expect(try lease.published(CostLayerRow.self, period: period).collected() == layers)
    #expect(try lease.published(ApplicationRow.self, period: period).collected() == applications)
    #expect(
      try lease.published(ReorderSuggestionRow.self, period: period).collected() == suggestions)
    #expect(try lease.published(FindingRow.self, period: period).collected() == findings)
    #expect(try lease.published(TieOutRow.self, period: period).collected() == tieOuts)
    #expect(try lease.published(CertificateRow.self, period: period).collected() == certificates)
    #expect(try lease.published(PoolCertificateRow.self, period: period).collected() == pools)
    #expect(
      try lease.published(StockAllowanceRow.self, period: period).collected() == allowances)
    #expect(try lease.published(StreamTallyRow.self, period: period).collected() == tally)
    #expect(try lease.published(AgeingBucketRow.self, period: period).collected() == buckets)
    #expect(try lease.published(SupplierReceiptRow.self, period: period).collected() == received)
    #expect(try lease.published(GroupStockRow.self, period: period).collected() == group)
    #expect(
      try lease.published(ProductionVarianceRow.self, period: period).collected() == variances)
    #expect(
      try lease.published(ProductionVarianceLineRow.self, period: period).collected() == resources)
    #expect(try lease.published(FiledRow.self, period: period).collected() == filed)
    for (view, rows) in [
      ("stock_ledger", 2), ("consumption", 1), ("cost_layer", 1), ("application", 1),
      ("reorder_suggestion", 1), ("finding", 2), ("tie_out", 2), ("certificate", 1),
      ("pool_certificate", 1), ("stock_allowance", 1), ("stream_tally", 3), ("ageing_bucket", 2),
      ("supplier_receipt", 1), ("group_stock", 1), ("production_variance", 1),
      ("production_variance_line", 1),
    ] {
      #expect(
        try warehouse.answer("SELECT count(*) FROM analytics.\(view)") == "\(rows)", "\(view)")
    }
    #expect(
      try warehouse.answer("SELECT difference FROM analytics.tie_out WHERE subject = '1200'")
        == "0.001", "KWD has three decimals")
    #expect(
      try warehouse.answer("SELECT quantity || ' ' || value FROM analytics.stock_ledger LIMIT 1")
        == "2.500000 9.99")
  }

  @Test func aRepeatedKeyOrABrokenCheckLeavesNoLeaf() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    try lease.declare([Months.october])
    let run = try lease.beginRun(.sample)
    let loader = try FactLoader(warehouse.loader, run: run)
    let row = ConsumptionRow(
      seq: 1, issueSeq: 1, layerSeq: 1, quantityMicros: 1, valueBaseMinor: 1)
    #expect(throws: WarehouseError.self) {
      try loader.load([row, row], period: Months.october.id)
    }
    var line = try #require(TinyBooks([(Months.october, 1)]).lines[Months.october.id]?.first)
    line.debitMinor = -1
    #expect(throws: WarehouseError.self) { try loader.load([line], period: Months.october.id) }
    do {
      let writer = try loader.leaf(of: ConsumptionRow.self, period: Months.october.id)
      try writer.append(row)
    }
    #expect(try warehouse.answer("SELECT count(*) FROM core.leaf") == "0")
    #expect(
      try warehouse.answer("SELECT count(*) FROM pg_tables WHERE schemaname = 'staging'") == "0")
    try loader.load([row], period: Months.october.id)
  }

  @Test func keysKeepTheirNumbers() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    let first = try lease.identities(
      source: "erp", stream: "items", keys: ["b", "a", "b", "ü\"\\"])
    #expect(first[0] == first[2] && Set(first).count == 3)
    let second = try lease.identities(source: "erp", stream: "items", keys: ["a", "c", "b"])
    #expect(second[0] == first[1] && second[2] == first[0] && !first.contains(second[1]))
    let other = try lease.identities(source: "pos", stream: "items", keys: ["a"])
    #expect(!first.contains(other[0]))
    let keys = try lease.keys(of: first)
    #expect(Set(keys.map(\.key)) == ["a", "b", "ü\"\\"])
    #expect(try lease.identities(source: "erp", stream: "items", keys: []) == [])
    let many = (0..<150_000).map { "key-\($0)" }
    #expect(try lease.identities(source: "erp", stream: "items", keys: many).count == many.count)
  }

  @Test func observationsAreAppendedOncePerRowAndDay() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    let day = Months.october.first
    let seen = [
      Observation(
        stream: "payments", key: "2", seenOn: day, cause: .changed, oldRow: "a", newRow: "b"),
      Observation(
        stream: "payments", key: "1", seenOn: day, cause: .vanished, oldRow: "c", newRow: nil),
    ]
    for _ in 0..<2 {
      try lease.declare([Months.october])
      let run = try lease.beginRun(.sample)
      try lease.publish(
        Publication(run: run, closeId: "o", periods: [Months.october], observations: seen)
      ) { _ in nil }
    }
    #expect(try lease.observations(until: day) == [seen[1], seen[0]])
    #expect(try lease.observations(until: day.adding(days: -1)) == [])
  }

  @Test func stepsOfARunAreRecorded() throws {
    let warehouse = try ScratchWarehouse()
    let lease = try warehouse.lease()
    let run = try lease.beginRun(.sample)
    let moment = Timestamp(microsecondsSince1970: 1_790_000_000_000_000)
    try lease.record(
      RunStep(name: "extract", rowCount: 12, startedAt: moment, finishedAt: moment), number: 1,
      of: run)
    try lease.end(run, as: .blocked, exitCode: 65, message: "INV-012")
    #expect(
      try warehouse.answer(
        "SELECT r.state || ' ' || r.exit_code || ' ' || s.name || ' ' || s.row_count FROM core.run r JOIN core.run_step s USING (run_id)"
      )
        == "blocked 65 extract 12")
  }
}
