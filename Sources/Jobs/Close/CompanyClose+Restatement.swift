import AccountingValues
import Extraction
import Inventory

/// What came late, and what was restated for it: on its day it comes before everything else.
struct LateOrder {
  let days: Set<CivilDate>
  let rows: Set<PastRows.Place>
  /// Stock events that came late and are computed on one of these days.
  let movements: Set<Int32>

  /// Whether a charge's share of a receipt came late.
  func isLate(_ share: LandedCosts.Share, of charge: LandedCosts.Source) -> Bool {
    let day = share.place.date
    return contains(charge.stream, charge.key, on: day)
      || movements.contains(share.event) && charge.order.date < day
  }

  /// Whether the end of an order came late.
  func isLate(_ order: ProductionIntake.Order) -> Bool {
    order.completedOn.map { contains("work_order_completions", order.key, on: $0) } ?? false
  }

  /// Whether a row that is computed on a day came late.
  func contains(_ stream: String, _ key: SourceKey, on day: CivilDate) -> Bool {
    days.contains(day) && rows.contains(PastRows.Place(stream, key))
  }
}

extension CompanyClose {
  /// Takes note of what came late before stock is costed; everything that costs rest on was read.
  func noteLateRows() {
    guard let restatements else { return }
    let rows = restatements.late()
    var movements: Set<Int32> = []
    for index in stock.events.indices {
      let event = stock.events[index]
      if restatements.days.contains(event.date),
        rows.contains(PastRows.Place("stock_movements", stock.rowKey(of: Int32(index))))
      {
        movements.insert(Int32(index))
      }
    }
    lateOrder = LateOrder(days: restatements.days, rows: rows, movements: movements)
    restated = restatements.counting(rows).filter { $0.day <= scope.asOf }
  }

  /// The engine's events of the restatements that count.
  func restatementEvents() -> [CostingStep.RestatementEvent] {
    if restated.isEmpty { return [] }
    let pools = poolsByName()
    let movements = positions(
      of: Set(restated.flatMap { $0.record.corrections.compactMap(\.movement) }))
    return restated.map { posted in
      let record = posted.record
      let known = record.pools.map { pools[$0] }
      return CostingStep.RestatementEvent(
        day: posted.day,
        corrections: record.corrections.compactMap { correction in
          guard let pool = known[correction.pool], let role = CounterRole(rawValue: correction.role)
          else { return nil }
          return .init(
            movement: correction.movement.flatMap { movements[$0] },
            pool: pool, role: role, minor: correction.minor)
        },
        stocks: record.stocks.compactMap { stock in
          guard let pool = known[stock.pool] else { return nil }
          return (
            pool,
            stock.layers.map {
              Restatement.Slice(quantityMicros: $0.first ?? 0, valueMinor: $0.last ?? 0)
            }
          )
        })
    }
  }

  /// Whether the row that an event of the engine has its day from came late.
  func isLate(_ cause: CostingStep.Cause, _ result: CostingStep.Result) -> Bool {
    guard let lateOrder else { return false }
    func isLate(match: Int32) -> Bool {
      let billed = billedLine(of: match)
      return lateOrder.contains(billed.stream, billed.document, on: billed.order.date)
    }
    switch cause {
    case .movement(let index): return lateOrder.movements.contains(index)
    case .lateCost(let match): return isLate(match: match)
    case .freeUnits(let share): return isLate(match: result.free.shares[Int(share)].match)
    case .landedCost(let index):
      let share = landedCosts.shares[Int(index)]
      return lateOrder.isLate(share, of: landedCosts.sources[share.source])
    case .completion(let order): return lateOrder.isLate(production.orders[order])
    case .standard, .rules, .restatement: return false
    }
  }

  /// The positions of movements, by key; of all where none are named.
  func positions(of keys: Set<String>? = nil) -> [String: Int32] {
    if keys?.isEmpty ?? false { return [:] }
    var positions: [String: Int32] = [:]
    for index in stock.events.indices {
      let key = stock.events[index].key.text
      if keys?.contains(key) ?? true { positions[key] = Int32(index) }
    }
    return positions
  }

  private func poolsByName() -> [RestatementRecord.Pool: Int32] {
    if restated.isEmpty { return [:] }
    return Dictionary(
      stock.poolKeys.indices.map { (restatedPool(Int32($0)), Int32($0)) },
      uniquingKeysWith: { a, _ in a })
  }

  /// A pool by what it holds.
  func restatedPool(_ number: Int32) -> RestatementRecord.Pool {
    let key = stock.poolKeys[Int(number)]
    return RestatementRecord.Pool(
      item: masters.items.key(key.item).text,
      place: key.place >= 0 ? masters.places.key(key.place).text : "",
      lot: key.lot >= 0 ? masters.lots[key.lot] : "", owner: key.owner, lane: key.lane)
  }

  /// PER-006: what was posted on a day that is still open.
  func restatementFindings() -> [Finding] {
    guard let firstOpenDay = scope.firstOpenDay else { return [] }
    return restated.filter { $0.day >= firstOpenDay && !$0.record.corrections.isEmpty }.map {
      posted in
      let record = posted.record
      let stock = record.corrections.reduce(Int64(0)) { $0 + $1.minor }
      func text(_ minor: Int64) -> String { Money(minor: minor, in: scope.base).amountText }
      let years =
        record.earlierYearsMinor == 0
        ? ""
        : "; \(text(-record.earlierYearsMinor)) of it is result of earlier fiscal years (IAS 8.41-49)"
      let leftOut =
        record.leftOut == 0
        ? "" : "; \(counted(record.leftOut, "cost pool")) cannot be restated and stay as filed"
      return Finding(
        code: "PER-006", severity: .warning, origin: RestatementRecord.stream, key: posted.key,
        amount: Money(minor: stock, in: scope.base),
        message: "re-costing closed periods for \(lateText(record)) moves stock by \(text(stock)), "
          + "posted on \(posted.day)\(years)\(leftOut)",
        action: "nothing: it keeps that day; `nightclose verify --restated --documents` shows the "
          + "documents that cost something else"
          + (record.earlierYearsMinor == 0
            ? "" : "; judge whether it is an error of a former year that is to be disclosed"))
    }
  }

  /// The late documents behind a restatement, as people know them; the first few of many.
  func lateText(_ record: RestatementRecord) -> String {
    let names = record.late.prefix(5).map { row in
      "\(row.stream) \(SourceKey(row.key).displayText)"
    }
    let more = record.late.count - names.count
    return names.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }
}
