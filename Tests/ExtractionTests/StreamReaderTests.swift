import AccountingValues
@testable import Extraction
import TestSupport
import Testing

/// Order, doubles, digest and tally of one stream.
@Suite struct StreamReaderTests {
  /// Movements with every tie the event order must break.
  private func movements(_ seed: UInt64, count: Int) throws -> Rows {
    var generator = SplitMix64(seed: seed)
    var keys = Set<String>()
    while keys.count < count {
      let number = Int.random(in: -30...300, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: keys.insert("\(number)")
      case 1: keys.insert("K\(number)")
      case 2: keys.insert("0\(number)")
      default: keys.insert("Ä|\(number)")
      }
    }
    let rows = keys.sorted().map { key in
      let day = Int.random(in: 1...4, using: &generator)
      let hour = Int.random(in: 0...2, using: &generator)
      let moment = Bool.random(using: &generator) ? "2026-01-0\(day) 0\(hour):00:00" : ""
      let sequence =
        Bool.random(using: &generator) ? "\(Int.random(in: 0...2, using: &generator))" : ""
      let quantity = Int.random(in: 0..<10, using: &generator) == 0 ? "NaN" : "\(day).5"
      return "\(key),2026-01-0\(day),\(moment),\(sequence),receipt,A,\(quantity),known,10.123"
    }
    return try Rows(
      "stock_movements",
      "movement_key accounting_date recorded_at sequence kind item_key quantity price_state value",
      rows)
  }

  @Test(
    "Any physical order of the rows gives the same rows, digest, findings and tally",
    arguments: 1...20 as ClosedRange<UInt64>)
  func physicalOrder(_ seed: UInt64) throws {
    let rows = try movements(seed, count: 120)
    var generator = SplitMix64(seed: seed &* 77)
    func read(_ rows: Rows) throws -> (keys: [String], digest: [UInt8], reader: StreamReader) {
      let digest = RecordedDigest()
      let reader = rows.reader(digest: digest)
      return (try reader.rows().map(\.key.text), digest.bytes, reader)
    }
    let first = try read(rows)
    for _ in 0..<5 {
      let other = try read(rows.shuffled(&generator))
      #expect(other.keys == first.keys, "seed \(seed)")
      #expect(other.digest == first.digest, "seed \(seed)")
      #expect(other.reader.findings == first.reader.findings, "seed \(seed)")
      #expect(other.reader.tally == first.reader.tally, "seed \(seed)")
    }
    #expect(first.reader.tally.read.rows == 120)
  }

  @Test(
    "Rows of one day go by moment, a missing moment being the day's start, then by sequence, then by key as a number or by bytes"
  )
  func ties() throws {
    let reader = try Rows(
      "stock_movements",
      "movement_key accounting_date recorded_at sequence kind item_key quantity price_state",
      [
        "5,2026-01-02,2026-01-02 08:00:00,,issue,A,-1,missing",
        "b,2026-01-02,,,issue,A,-1,missing",
        "Z,2026-01-02,,,issue,A,-1,missing",
        "10,2026-01-02,,,issue,A,-1,missing",
        "9,2026-01-02,2026-01-02 00:00:00,,issue,A,-1,missing",
        "007,2026-01-02,,,issue,A,-1,missing",
        "1,2026-01-02,,1,issue,A,-1,missing",
        "6,2026-01-02,2026-01-01 23:59:00,,issue,A,-1,missing",
        "99,2026-01-01,2026-01-03 10:00:00,,issue,A,-1,missing",
      ]
    ).reader()
    #expect(try reader.rows().map(\.key.text) == ["99", "6", "9", "10", "007", "Z", "b", "1", "5"])
  }

  @Test("An answer out of order stops the extraction")
  func outOfOrder() throws {
    let reader = try Rows(
      "stock_movements", "movement_key accounting_date kind item_key quantity price_state",
      ["2,2026-01-02,issue,A,-1,missing", "1,2026-01-01,issue,A,-1,missing"]
    ).reader(sorting: false)
    let error = #expect(throws: ExtractionError.self) { try reader.rows() }
    #expect(error?.kind == .notInOrder)
    #expect(error?.message == "row 1 came after 2 and precedes it")
  }

  @Test("Of rows with one key the first is kept, whichever the server sends first")
  func doubles() throws {
    let rows = [
      "1,2026-01-01,,issue,A,-2,missing", "1,2026-01-01,,issue,A,-1,missing",
      "1,2026-01-01,,issue,A,-3,missing", "2,2026-01-01,,issue,A,-1,missing",
      "1,2026-01-05,,issue,A,-9,missing",
    ]
    var kept: Set<String> = []
    var digests: Set<[UInt8]> = []
    for turn in 0..<5 {
      let digest = RecordedDigest()
      let reader = try Rows(
        "stock_movements",
        "movement_key accounting_date recorded_at kind item_key quantity price_state",
        Array(rows[turn...] + rows[..<turn])
      ).reader(digest: digest)
      let sound = try reader.rows()
      #expect(sound.map(\.key.text) == ["1", "2"])
      kept.insert(sound[0].decimal("quantity")?.description ?? "")
      digests.insert(digest.bytes)
      #expect(reader.findings.map(\.code) == ["SRC-008", "SRC-008", "SRC-008"])
      #expect(reader.tally.read.rows == 5 && reader.tally.quarantined.rows == 3)
    }
    #expect(kept.count == 1 && digests.count == 1)
  }

  @Test("Rows that were not asked for are quarantined and told")
  func outside() throws {
    let reader = try Rows(
      "stock_movements",
      "movement_key accounting_date recorded_at kind item_key quantity price_state",
      [
        "1,2025-12-31,,issue,A,-1,missing", "2,2026-01-01,,issue,A,-1,missing",
        "3,2026-01-31,2026-02-10 00:00:01,issue,A,-1,missing", "4,2026-02-01,,issue,A,-1,missing",
      ]
    ).reader(
      ReadRequest(
        from: CivilDate("2026-01-01"), to: CivilDate("2026-02-01"),
        knownAt: TextCells.moment("2026-02-10 00:00:00").map(Timestamp.init(microsecondsSince1970:))
      ))
    #expect(try reader.rows().map(\.key.text) == ["2"])
    #expect(reader.findings.map(\.code) == ["SRC-014", "SRC-014", "SRC-014"])
    #expect(
      reader.findings.map(\.message) == [
        "The row is before 2026-01-01, which was not asked for.",
        "The row is recorded after 2026-02-10 00:00:00.000000, which was not asked for.",
        "The row is on or after 2026-02-01, which was not asked for.",
      ])
  }

  @Test(
    "The digest changes with any input: a value, a bad value, a row, a moment; not with spelling")
  func digest() throws {
    func digest(_ rows: [String]) throws -> [UInt8] {
      let digest = RecordedDigest()
      _ = try Rows(
        "stock_movements",
        "movement_key accounting_date recorded_at kind item_key quantity price_state value", rows
      ).reader(digest: digest).rows()
      return digest.bytes
    }
    let base = try digest(["1,2026-01-01,,receipt,A,1,known,10.5"])
    #expect(try digest(["1,2026-01-01,,receipt,A,1.0,known,10.50"]) == base)
    let others = [
      ["1,2026-01-01,,receipt,A,1,known,10.51"], ["1,2026-01-01,,receipt,A,1,known,"],
      ["1,2026-01-01,,receipt,A,NaN,known,10.5"], ["1,2026-01-01,,receipt,A,Infinity,known,10.5"],
      ["1,2026-01-01,2026-01-01 00:00:00,receipt,A,1,known,10.5"], [],
      ["1,2026-01-01,,receipt,B,1,known,10.5"], ["2,2026-01-01,,receipt,A,1,known,10.5"],
      ["1,2026-01-01,,receipt,A,1,known,10.5", "2,2026-01-01,,receipt,A,1,known,10.5"],
      ["1,2026-01-01,,receipt,A,1,known,10.5", "2,2026-01-01,,receipt,A,NaN,known,10.5"],
    ]
    var seen: Set<[UInt8]> = [base]
    for rows in others { #expect(seen.insert(try digest(rows)).inserted, "\(rows)") }
  }

  @Test("Read = posted + excluded + held + quarantined, in count and exact amount")
  func tally() throws {
    let reader = try Rows(
      "payments",
      "payment_key document_number document_date accounting_date currency direction partner_role amount",
      (1...5).map { "\($0),P\($0),2026-01-01,2026-01-01,EUR,in,customer,\($0).001" } + [
        "6,P6,2026-01-01,2026-01-01,USD,in,nobody,0.5"
      ]
    ).reader()
    let rows = try reader.rows()
    reader.tally.post(rows[0])
    reader.tally.post(rows[1])
    reader.tally.hold(rows[2])
    reader.tally.exclude(rows[3], rule: "before_go_live")
    #expect(!reader.tally.isComplete)
    reader.tally.quarantine(rows[4])
    #expect(reader.tally.isComplete)
    #expect(reader.tally.read.rows == 6)
    #expect(reader.tally.read.amounts.mapValues(\.description) == ["EUR": "15.005", "USD": "0.5"])
    #expect(reader.tally.posted.amounts["EUR"]?.description == "3.002")
    #expect(
      reader.tally.quarantined.amounts.mapValues(\.description) == ["EUR": "5.001", "USD": "0.5"])

    let exclusion = try #require(
      try Rows(
        "exclusions", "stream rule reason row_count amount",
        ["payments,draft,Drafts are no payments.,3,30.25"]
      ).reader().next())
    let euro = try #require(Currency(code: "EUR"))
    reader.tally.take(exclusion: exclusion, base: euro)
    #expect(reader.tally.isComplete)
    #expect(reader.tally.read.rows == 9)
    #expect(reader.tally.excluded["draft"]?.amounts["EUR"]?.description == "30.25")
  }

  @Test("Amounts that cancel out add up to nothing, exactly")
  func cancelling() throws {
    let rows = try Rows(
      "payments",
      "payment_key document_number document_date accounting_date currency direction partner_role amount",
      [
        "1,P,2026-01-01,2026-01-01,EUR,in,customer,0.1",
        "2,P,2026-01-01,2026-01-01,EUR,in,customer,-0.1",
      ]
    ).reader().rows()
    var tally = StreamTally(stream: "payments")
    for row in rows { tally.post(row) }
    #expect(tally.posted == RowSum(rows: 2))
  }
}
