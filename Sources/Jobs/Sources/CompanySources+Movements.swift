import AccountingValues
import Definitions
import Extraction

extension CompanySources {
  /// Movements go from the wire into numbers where each counts as it is; row by row only where closed
  /// periods keep something else of it, it came late, or the source says only how things are now.
  func eachMovement(
    _ numbering: MovementNumbering,
    _ body: (StockMovementRow, CivilDate) throws(JobError) -> RowFate
  ) throws(JobError) {
    let stream = "stock_movements"
    let byRow = { (row: StreamRow, day: CivilDate) throws(JobError) in
      try body(numbering.numbered(row), day)
    }
    guard let feeder = feeders[stream], inputs.files[stream] == nil,
      placement.keeping[stream] != .observed
    else { return try each(stream, byRow) }
    let digest = DigestSink()
    let entry = sessions[feeder]
    let reader = try translating(company: company.code, step: "extract") {
      try entry.session.movements(entry.request, numbering, digest: digest)
    }
    let replay = replay(of: reader.layout)
    var standing = MovementStanding(placement, of: stream)
    while let row = try translating(
      company: company.code, step: "extract", { try reader.next() })
    {
      let fate: RowFate
      switch standing.standing(of: row, in: reader) {
      case .own:
        let day = CivilDate(daysSince1970: row.date)
        noteData(through: day)
        if let period = periodToFile(of: day) {
          note(standing.fingerprint(of: row, in: reader, period: period))
        }
        fate = try body(row, day)
      case .beforeGoLive: fate = .excluded(rule: RowPlacement.beforeGoLive)
      case .apart:
        let cells = reader.row
        fate = try compute(cells, try placing(of: cells, replay), byRow)
      }
      reader.count(row, fate)
    }
    placement.meet(standing.present, of: stream)
    for placing in try replay?.placeVanished(placement) ?? [] {
      _ = try compute(nil, placing, byRow)
    }
    finish(stream, reader.tally, digest, findings: reader.findings)
  }
}

extension StockMovementReader {
  fileprivate func count(_ row: StockMovementRow, _ fate: RowFate) {
    switch fate {
    case .posted: post(row)
    case .held: hold(row)
    case .excluded(let rule): exclude(row, rule: rule)
    case .quarantined: quarantine(row)
    }
  }
}
