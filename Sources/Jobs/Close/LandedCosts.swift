import AccountingValues
import Extraction
import Inventory

/// Charges that belong to received goods: freight, duty, insurance, rebates.
///
/// A charge line of a bill stands on landed-cost clearing until a row of `landed_costs` says which
/// receipt it belongs to, or the line itself names one; then it leaves clearing as late cost of that
/// receipt's lines. What nobody allocates, and what comes before its goods, waits there.
///
///     bill: sea freight 100.00                    clearing 100.00
///     landed cost: to receipt R7, by value
///       line 1 of R7, worth 600.00 → 60.00
///       line 2 of R7, worth 400.00 → 40.00        clearing 0.00
struct LandedCosts {
  /// A charge line of a bill, or of a supplier's credit with the sign turned.
  struct Charge {
    let stream: String
    let document: SourceKey
    let line: SourceKey
    let number: String
    let order: EventOrder
    let currency: Currency
    let minor: Int64
    let base: Int64
    /// The receipt or order line that it names, as receipts and bills are matched.
    let goods: GoodsKey?
    /// The line of a bill that a credit takes back.
    let creditedLine: SourceKey?
  }

  /// A row of `landed_costs` in minor units.
  struct Row {
    let key: SourceKey
    let order: EventOrder
    let receipt: SourceKey?
    let receiptLine: SourceKey?
    let bill: SourceKey?
    let billLine: SourceKey?
    let reverses: SourceKey?
    let allocation: String
    let currency: Currency
    let minor: Int64
    /// What the row is worth at its own rate; a bill's line it belongs to decides instead.
    let base: Int64?
  }

  /// What takes a charge off clearing: a row, or a charge line that names its goods itself.
  struct Source {
    let stream: String
    let key: SourceKey
    let number: String
    let order: EventOrder
    let currency: Currency
    let base: Int64
  }

  /// The part of a charge that belongs to one receipt.
  struct Share {
    /// Position in `sources`.
    let source: Int
    /// The receipt, as a stock event.
    let event: Int32
    let minor: Int64
    let base: Int64
    /// The event after which the share takes its place: the charge itself or, if that came first,
    /// the last of its goods.
    let place: EventOrder
  }

  private(set) var charges: [Charge] = []
  /// Positions of charges by document and line.
  private var chargeOfLine: [SourceKey: Int] = [:]
  private(set) var rows: [Row] = []
  /// 10⁻⁶ kilograms of one stock unit, by item.
  private(set) var weights: [SourceKey: Int64] = [:]

  mutating func take(_ charge: Charge) {
    chargeOfLine[Self.lineKey(charge.document, charge.line)] = charges.count
    charges.append(charge)
  }
  mutating func take(_ row: Row) { rows.append(row) }

  /// Takes a row of `item_attributes`; only weights in known units count.
  mutating func takeAttribute(_ row: StreamRow) {
    guard row.text("attribute")?.lowercased() == "weight", let item = row.key("item_key"),
      let scale = Self.kilograms[row.text("unit")?.lowercased() ?? "kg"],
      let value = row.text("value"), let exact = try? ExactDecimal(parsing: value),
      let micros = try? exact.rounded(toScale: scale), micros >= 0
    else { return }
    weights[item] = micros
  }

  /// Decimals at which a unit of weight counts 10⁻⁶ kilograms.
  private static let kilograms = ["kg": 6, "g": 3, "t": 9]

  /// What the charges put on clearing, in base minor units.
  var chargedBase: Int64 { charges.reduce(0) { $0 + $1.base } }
}

// MARK: - Allocation

extension LandedCosts {
  /// What allocation needs to know of receipts.
  struct Goods {
    let events: StockEvents
    let documents: PurchaseDocuments
    let masters: MasterData
    /// What a receipt is worth in base minor units before any charge.
    let value: (Int) -> Int64
  }

  /// All shares, and what has to wait.
  struct Allotment {
    fileprivate(set) var sources: [Source] = []
    fileprivate(set) var shares: [Share] = []
    /// Rows by weight where an item's weight is not known; they went by quantity.
    fileprivate(set) var weightless: [Source] = []
    /// What goods have taken of each charge, in base minor units, by its position.
    fileprivate(set) var takenByCharge: [Int: Int64] = [:]
    /// Rows that gave goods a charge which no bill has brought.
    fileprivate(set) var unbilled: [Source] = []
    fileprivate var sharesByKey: [SourceKey: [Share]] = [:]
    fileprivate var sharesByBillLine: [SourceKey: [Share]] = [:]
  }

  /// Gives every charge to its goods, as far as they are known and there.
  func allocated(to goods: Goods) -> Allotment {
    if charges.isEmpty, rows.isEmpty { return Allotment() }
    let receipts = ReceiptIndex(goods, charges: charges, rows: rows)
    var allocation = Allotment()
    var left: [SourceKey: (minor: Int64, base: Int64)] = [:]
    for charge in charges where charge.creditedLine == nil {
      left[Self.lineKey(charge.document, charge.line)] = (charge.minor, charge.base)
    }
    var named: Set<SourceKey> = []
    for row in rows {
      let line = row.billLine.map { Self.lineKey(row.bill ?? SourceKey(""), $0) }
      if let line { named.insert(line) }
      let base = take(row, from: line, &left)
      allocate(row, base: base, line: line, receipts, goods, &allocation)
    }
    for (position, charge) in charges.enumerated() {
      let line = Self.lineKey(charge.document, charge.line)
      if let credited = charge.creditedLine {
        credit(position, of: credited, &allocation)
      } else if let matched = charge.goods, !named.contains(line) {
        let source = Source(
          stream: charge.stream, key: charge.document, number: charge.number, order: charge.order,
          currency: charge.currency, base: charge.base)
        spread(
          charge.minor, charge.base, of: source, key: line, charge: position, by: "value",
          over: receipts.byMatch[matched] ?? [], goods, &allocation)
      }
    }
    return allocation
  }

  private static func lineKey(_ document: SourceKey, _ line: SourceKey) -> SourceKey {
    SourceKey(document.text + "\u{1F}" + line.text)
  }

  /// The base value of a row: its part of the bill's line, so that the line clears to the cent; its
  /// own value where it has no line, or one in another currency.
  private func take(
    _ row: Row, from line: SourceKey?, _ left: inout [SourceKey: (minor: Int64, base: Int64)]
  ) -> Int64? {
    guard let line, let open = left[line], let charge = charge(of: line),
      charge.currency == row.currency, open.minor != 0,
      let base = try? Rounding.scaled(
        row.minor == open.minor ? open.base : charge.base, times: row.minor,
        over: row.minor == open.minor ? open.minor : charge.minor)
    else { return row.base }
    left[line] = (open.minor - row.minor, open.base - base)
    return base
  }

  private func charge(of line: SourceKey?) -> Charge? {
    line.flatMap { chargeOfLine[$0] }.map { charges[$0] }
  }

  private func allocate(
    _ row: Row, base: Int64?, line: SourceKey?, _ receipts: ReceiptIndex, _ goods: Goods,
    _ allocation: inout Allotment
  ) {
    guard let base else { return }
    let number = charge(of: line)?.number ?? row.key.displayText
    let source = Source(
      stream: "landed_costs", key: row.key, number: number, order: row.order,
      currency: row.currency, base: base)
    if let reversed = row.reverses, let shares = allocation.sharesByKey[reversed] {
      undo(shares, by: source, row, &allocation)
      return
    }
    var targets: [Int32] = []
    if let receiptLine = row.receiptLine {
      targets = receipts.byLine[receiptLine] ?? []
      if let receipt = row.receipt {
        targets = targets.filter { goods.events[Int($0)].documentKey == receipt }
      }
    } else if let receipt = row.receipt {
      targets = receipts.byReceipt[receipt] ?? []
    }
    spread(
      row.minor, base, of: source, key: row.key, charge: line.flatMap { chargeOfLine[$0] },
      by: row.allocation, over: targets,
      goods, &allocation)
  }

  /// A reversal takes back exactly what its row gave, whichever sign the source writes it with.
  private func undo(
    _ shares: [Share], by source: Source, _ row: Row, _ allocation: inout Allotment
  ) {
    let position = allocation.sources.count
    if let line = row.billLine, let bill = row.bill,
      let charge = chargeOfLine[Self.lineKey(bill, line)]
    {
      allocation.takenByCharge[charge, default: 0] -= shares.reduce(0) { $0 + $1.base }
    }
    let minor = shares.reduce(Int64(0)) { $0 + $1.minor }
    let base = shares.reduce(Int64(0)) { $0 + $1.base }
    allocation.sources.append(
      Source(
        stream: source.stream, key: source.key, number: source.number, order: source.order,
        currency: source.currency, base: -base))
    let isWhole = row.minor.magnitude == minor.magnitude
    let taken =
      isWhole
      ? shares.map { ($0.minor, $0.base) }
      : zip(
        split(minor < 0 ? -row.minor : row.minor, over: shares.map { magnitude($0.minor) }),
        split(
          (try? Rounding.scaled(base, times: row.minor, over: minor)) ?? 0,
          over: shares.map { magnitude($0.base) })
      ).map { ($0, $1) }
    for (share, part) in zip(shares, taken) {
      allocation.shares.append(
        Share(
          source: position, event: share.event, minor: -part.0, base: -part.1,
          place: max(source.order, share.place)))
    }
  }

  /// A supplier's credit for a charge goes where the charge went.
  private func credit(
    _ index: Int, of billLine: SourceKey, _ allocation: inout Allotment
  ) {
    let charge = charges[index]
    guard let shares = allocation.sharesByBillLine[billLine], !shares.isEmpty else { return }
    let position = allocation.sources.count
    allocation.sources.append(
      Source(
        stream: charge.stream, key: charge.document, number: charge.number, order: charge.order,
        currency: charge.currency, base: charge.base))
    allocation.takenByCharge[index] = charge.base
    let weights = shares.map { magnitude($0.base) }
    let parts = zip(split(charge.minor, over: weights), split(charge.base, over: weights))
    for (share, part) in zip(shares, parts) {
      allocation.shares.append(
        Share(
          source: position, event: share.event, minor: part.0, base: part.1,
          place: max(charge.order, share.place)))
    }
  }

  /// Divides a charge over its goods that are there: those of its day and before or, when it came
  /// first, those of the first day that has any. A charge without goods waits.
  private func spread(
    _ minor: Int64, _ base: Int64, of source: Source, key: SourceKey, charge: Int?,
    by allocationWord: String, over targets: [Int32], _ goods: Goods,
    _ allocation: inout Allotment
  ) {
    guard let first = targets.map({ goods.events[Int($0)].date }).min() else { return }
    let last = max(first, source.order.date)
    let there = targets.filter { goods.events[Int($0)].date <= last }
    let place = there.reduce(source.order) { max($0, goods.events[Int($1)].order) }
    var weights = there.map { weight(Int($0), allocationWord, goods) }
    if allocationWord == "weight", weights.contains(nil) { allocation.weightless.append(source) }
    if weights.contains(nil) || weights.allSatisfy({ $0 == 0 }) {
      weights = there.map { goods.events[Int($0)].quantity.micros }
    }
    let position = allocation.sources.count
    allocation.sources.append(source)
    let known = weights.map { $0 ?? 0 }
    var shares: [Share] = []
    for (event, part) in zip(there, zip(split(minor, over: known), split(base, over: known))) {
      shares.append(
        Share(source: position, event: event, minor: part.0, base: part.1, place: place))
    }
    allocation.shares += shares
    allocation.sharesByKey[key] = shares
    if let charge { allocation.takenByCharge[charge, default: 0] += base }
    if charge == nil { allocation.unbilled.append(source) }
    if let line = charge.map({ charges[$0].line }) {
      allocation.sharesByBillLine[line, default: []] += shares
    }
  }

  /// What a receipt counts in a split; `nil` when its weight is not known.
  private func weight(_ event: Int, _ word: String, _ goods: Goods) -> Int64? {
    let moved = goods.events[event]
    switch word {
    case "quantity": return moved.quantity.micros
    case "weight":
      return weights[goods.masters.items.key(moved.item)].flatMap {
        try? Rounding.scaled($0, times: moved.quantity.micros, over: Quantity.microsPerUnit)
      }
    default: return max(0, goods.value(event))
    }
  }

  private func magnitude(_ value: Int64) -> Int64 { value < 0 ? -value : value }

  private func split(_ total: Int64, over weights: [Int64]) -> [Int64] {
    do { return try Allocation.split(total, over: weights) } catch {
      accountingFault("a landed cost cannot be split over \(weights)")
    }
  }
}

/// Own goods received that charges name, by the keys they name them with.
private struct ReceiptIndex {
  private(set) var byReceipt: [SourceKey: [Int32]] = [:]
  private(set) var byLine: [SourceKey: [Int32]] = [:]
  private(set) var byMatch: [GoodsKey: [Int32]] = [:]

  init(_ goods: LandedCosts.Goods, charges: [LandedCosts.Charge], rows: [LandedCosts.Row]) {
    for charge in charges { if let key = charge.goods { byMatch[key] = [] } }
    for row in rows {
      if let line = row.receiptLine {
        byLine[line] = []
      } else if let receipt = row.receipt {
        byReceipt[receipt] = []
      }
    }
    for (index, event) in goods.events.enumerated()
    where event.isReceipt && event.quantity.micros > 0 && event.isOwn
      && event.documentStream == "goods_receipts"
    {
      if let receipt = event.documentKey { byReceipt[receipt]?.append(Int32(index)) }
      guard let line = event.documentLine else { continue }
      byLine[line]?.append(Int32(index))
      if !byMatch.isEmpty, let match = goods.documents.goodsKey(ofReceiptLine: line) {
        byMatch[match]?.append(Int32(index))
      }
    }
  }
}
