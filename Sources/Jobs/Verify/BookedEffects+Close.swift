import AccountingValues
import GeneralLedger
import Inventory

extension BookedEffects {
  /// Events that the engine makes from rows and from what other rows left: they may differ between two
  /// computations though their own rows are the same.
  private static let engineKinds = Set(EngineEvents.schemas.map(\.kind))

  /// Adds up a close that noted what its entries rest on, by document too where that is wanted.
  init(
    of close: CompanyClose, _ result: CloseResult, _ batch: JournalBatch, byDocument: Bool = false
  ) {
    self.byDocument = byDocument ? Documents() : nil
    addBalances(result, close)
    addEntries(batch, close)
    addPools(close, result)
  }

  private mutating func addBalances(_ result: CloseResult, _ close: CompanyClose) {
    for (period, balance) in result.balances {
      for row in balance.rows {
        guard case .account(let index) = row.subject else { continue }
        let figure = ProvenFigure(
          period: period.id, subject: .account(close.plan.chart[index].code))
        total[figure, default: 0] += row.base.debitMinor - row.base.creditMinor
      }
    }
  }

  private mutating func addEntries(_ batch: JournalBatch, _ close: CompanyClose) {
    for entry in batch.entries {
      let ground = close.effects?.ofEntries[Int(entry.sequence)] ?? .regular
      let isEngine = Self.engineKinds.contains(entry.kind)
      let period = close.ledger.periods[Int(entry.period)].id
      for line in batch.lines(of: entry) {
        let figure = ProvenFigure(
          period: period, subject: .account(close.plan.chart[line.account].code))
        let amount = line.debitMinor - line.creditMinor
        add(amount, to: figure, ground, isEngine: isEngine)
        guard byDocument != nil else { continue }
        let document = ProvenDocument(
          figure: figure, place: PastRows.Place(entry.stream, entry.order.key),
          number: entry.document)
        add(amount, to: document, ground, isEngine: isEngine)
      }
    }
  }

  private mutating func addPools(_ close: CompanyClose, _ result: CloseResult) {
    func figures(_ pool: Int32, _ period: Int32) -> (value: ProvenFigure, quantity: ProvenFigure) {
      let pool = close.provenPool(pool)
      return (
        ProvenFigure(period: period, subject: .poolValue(pool)),
        ProvenFigure(period: period, subject: .poolQuantity(pool))
      )
    }
    for row in result.costing.output.certificates {
      let (value, quantity) = figures(row.pool, row.period)
      total[value, default: 0] += row.closingValueMinor - row.flow.openingValueMinor
      total[quantity, default: 0] += row.closingQuantityMicros - row.flow.openingQuantityMicros
    }
    for row in result.costing.output.valued {
      let period = close.scope.calendar.period(containing: row.date).id
      let (value, quantity) = figures(row.pool, period)
      let ground = close.ground(of: row, result.costing)
      add(row.valueMinor, to: value, ground, isEngine: true)
      add(row.quantityMicros, to: quantity, ground, isEngine: true)
    }
  }

  private mutating func add(
    _ amount: Int64, to figure: ProvenFigure, _ ground: EntryEffects.Ground, isEngine: Bool
  ) {
    switch ground {
    case .late: late[figure, default: 0] += amount
    case .replaced: replaced[figure, default: 0] += amount
    case .posted: posted[figure, default: 0] += amount
    case .regular where isEngine: engine[figure, default: 0] += amount
    case .regular: documents[figure, default: 0] += amount
    }
  }
}

extension BookedEffects {
  private mutating func add(
    _ amount: Int64, to document: ProvenDocument, _ ground: EntryEffects.Ground, isEngine: Bool
  ) {
    switch ground {
    case .late: byDocument?.late[document, default: 0] += amount
    case .replaced: byDocument?.replaced[document, default: 0] += amount
    case .posted: byDocument?.posted[document, default: 0] += amount
    case .regular where isEngine: byDocument?.engine[document, default: 0] += amount
    case .regular: break
    }
  }
}

extension CompanyClose {
  /// A pool by what it holds.
  func provenPool(_ number: Int32) -> ProvenPool {
    let key = stock.poolKeys[Int(number)]
    return ProvenPool(
      item: masters.items.key(key.item).text,
      place: key.place >= 0 ? masters.places.key(key.place).text : "", owner: key.owner)
  }
}
