import AccountingValues
import Extraction
import GeneralLedger
import Inventory

/// Kits whose own movement the source records: they stand for their components.
///
/// A kit is not in stock, so that its delivery takes what it consists of by the bill of materials of
/// that day, kits within kits included:
///
///     a basket is 2 apples and a beet        delivered: 3 baskets
///     taken: 6 apples, 3 beets, each at its own cost, by the basket's document
///
/// A return that names the delivery brings back what that took, pro rata. A kit that came into stock
/// itself, as one that was assembled, is an item like any other from then on. Where the same document
/// line moves a component on that day in the same direction, the components move by themselves, and
/// the kit's movement adds nothing: else they would leave twice.
///
/// A kit that comes back damaged is worth the lower of its cost and its movement's value as a whole. The
/// value is shared among the components by what they cost, so that each of them enters at no more than
/// its cost, and all together at no more than the value:
///
///     delivered   a basket: 2 apples for 10.00, a beet for 3.00
///     comes back  damaged, worth 6.50: apples 5.00, beet 1.50, written down 6.50
///     or          damaged, worth 20.00: apples 10.00, beet 3.00
struct KitMovements {
  /// A stock unit in millionths.
  fileprivate static let unit: Int64 = 1_000_000

  /// A movement of a kit as it was read.
  fileprivate struct Held {
    let row: StockMovementRow
    let date: CivilDate
    let item: Int32
  }

  /// What of a component a movement of a kit took.
  fileprivate struct Part {
    let item: Int32
    /// The key of the component's movement.
    let key: SourceKey
    let quantity: Int64
  }

  /// A kit that came back damaged.
  struct DamagedReturn {
    /// The key of its movement.
    let key: SourceKey
    let item: Int32
    let quantity: Quantity
    /// The stock events of its components.
    let parts: [Int32]
    /// What it is worth in minor units of the base currency; `nil` where nobody says.
    let worth: Int64?
  }

  /// Why a kit cannot be taken apart.
  fileprivate enum Problem: Hashable {
    case noBill(Int32)
    case circle(Int32)
    case outOfRange(Int32)
  }

  fileprivate var held: [Held] = []
  /// Kits that have come into stock.
  fileprivate var stocked: Set<Int32> = []
  /// By the key of the kit's movement: its quantity and parts.
  fileprivate var parts: [SourceKey: (quantity: Int64, parts: [Part])] = [:]
  fileprivate var problems: [Problem: [StockMovementRow]] = [:]
  /// The row that a component's movement stands for, by stock event.
  fileprivate(set) var rows: [Int32: SourceKey] = [:]
  /// In the order of days.
  fileprivate(set) var damaged: [DamagedReturn] = []

  mutating func hold(_ row: StockMovementRow, on date: CivilDate, item: Int32) {
    held.append(Held(row: row, date: date, item: item))
  }
}

extension StockIntake {
  /// The key of the row that a stock event comes from.
  func rowKey(of event: Int32) -> SourceKey { kits.rows[event] ?? events[Int(event)].key }

  /// Takes the movements of kits, once all others are there and bills of materials are known.
  mutating func takeKits(
    _ standards: ProductionStandards, masters: inout MasterData, conversion: BaseConversion
  ) {
    guard !kits.held.isEmpty else { return }
    let moved = ComponentMovements(kits.held.map(\.row), events)
    let order = kits.held.enumerated().sorted {
      ($0.element.date, $0.offset) < ($1.element.date, $1.offset)
    }
    for (_, kit) in order { take(kit, moved, standards, conversion, &masters) }
    kits.held = []
    findings += kitFindings(masters)
  }

  private mutating func take(
    _ kit: KitMovements.Held, _ moved: ComponentMovements, _ standards: ProductionStandards,
    _ conversion: BaseConversion, _ masters: inout MasterData
  ) {
    let kind = StockMovementRow.kindWords[Int(kit.row.kind)]
    let isArrival =
      kit.row.quantityMicros > 0 && ["opening", "receipt", "output", "count"].contains(kind)
    if isArrival { kits.stocked.insert(kit.item) }
    let isStocked = kits.stocked.contains(kit.item) && takenBefore(kit.row) == nil
    guard !isStocked, let parts = parts(of: kit, standards, masters) else {
      _ = enter(kit.row, date: kit.date, masters: &masters)
      return
    }
    let found = parts.compactMap { moved.part($0.item, of: kit.row, on: kit.date, masters, events) }
    guard found.isEmpty else {
      kits.parts[events.numbering.held[kit.row.key]] = (
        kit.row.quantityMicros,
        found.map { KitMovements.Part(item: $0.item, key: $0.key, quantity: $0.quantity) }
      )
      return
    }
    var entered: [Int32] = []
    for part in parts {
      let row = events.numbering.part(
        of: kit.row, item: masters.items.key(part.item), key: part.key,
        quantity: Quantity(micros: part.quantity), linked: linked(of: part.item, kit.row))
      let number = Int32(events.count)
      if enter(row, date: kit.date, masters: &masters) == .posted {
        kits.rows[number] = events.numbering.held[kit.row.key]
        entered.append(number)
      }
    }
    kits.parts[events.numbering.held[kit.row.key]] = (kit.row.quantityMicros, parts)
    noteDamage(kit, entered, conversion)
  }

  /// Notes what a kit that came back damaged is worth; its components say in which currency, at which
  /// rate and on which day.
  private mutating func noteDamage(
    _ kit: KitMovements.Held, _ parts: [Int32], _ conversion: BaseConversion
  ) {
    guard let first = parts.first.map({ events[Int($0)] }), first.isDamaged else { return }
    let key = events.numbering.held[kit.row.key]
    var worth: Int64?
    let isPriced = StockMovementRow.priceStateWords[Int(kit.row.priceState)] == "known"
    if isPriced, let stated = kit.row.value {
      do throws(ValueError) {
        let minor = try Money(rounding: stated, in: first.currency).minor
        let rate = conversion.conversion(
          from: first.currency, stated: first.statedRate, kind: .spot, on: first.ownDate)
        worth = try rate.map { rate throws(ValueError) in max(0, try rate.converted(minor)) }
        if rate == nil {
          findings.append(
            missingRate(
              first.currency, to: conversion.base, on: first.ownDate, stream: "stock_movements",
              key: key, document: first.documentText))
        }
      } catch {
        findings.append(
          Finding(
            code: "SRC-111", severity: .error, origin: "stock_movements", key: key.displayText,
            document: first.documentText, message: "a value of the document \(error)",
            action: "correct the value in the ERP"))
      }
    }
    kits.damaged.append(
      KitMovements.DamagedReturn(
        key: key, item: kit.item, quantity: Quantity(micros: kit.row.quantityMicros), parts: parts,
        worth: worth))
  }

  /// What the movement took that a kit's movement names.
  private func takenBefore(
    _ row: StockMovementRow
  ) -> (quantity: Int64, parts: [KitMovements.Part])? {
    row.linked.isNone ? nil : kits.parts[events.numbering.held[row.linked]]
  }

  /// The movement of a component that a kit's return goes back on.
  private func linked(of item: Int32, _ row: StockMovementRow) -> SourceKey? {
    takenBefore(row)?.parts.first { $0.item == item }?.key
  }

  /// What a kit's movement moves; `nil` for a kit that cannot be taken apart.
  private mutating func parts(
    of kit: KitMovements.Held, _ standards: ProductionStandards, _ masters: MasterData
  ) -> [KitMovements.Part]? {
    let key = events.numbering.held[kit.row.key].text
    func part(_ item: Int32, _ quantity: Int64) -> KitMovements.Part {
      KitMovements.Part(
        item: item, key: SourceKey(key + "\u{1F}" + masters.items.key(item).text),
        quantity: quantity)
    }
    if let taken = takenBefore(kit.row), taken.quantity != 0 {
      return taken.parts.compactMap { before in
        (try? Rounding.scaled(
          before.quantity, times: kit.row.quantityMicros, over: taken.quantity))
          .map { part(before.item, $0) }
      }
    }
    do throws(KitProblem) {
      var leaves: [Int32: Int64] = [:]
      try addLeaves(
        of: kit.item, units: KitMovements.unit,
        on: CivilDate(daysSince1970: kit.row.date), standards, masters, path: [], &leaves)
      return try leaves.sorted {
        masters.items.key($0.key).text < masters.items.key($1.key).text
      }.map { item, units throws(KitProblem) in
        part(item, try scaled(units, kit.row.quantityMicros, kit.item))
      }
    } catch {
      kits.problems[error.problem, default: []].append(kit.row)
      return nil
    }
  }

  private struct KitProblem: Error { let problem: KitMovements.Problem }

  private func scaled(
    _ units: Int64, _ quantity: Int64, _ kit: Int32
  ) throws(KitProblem) -> Int64 {
    guard
      let product = try? Rounding.scaled(units, times: quantity, over: KitMovements.unit)
    else { throw KitProblem(problem: .outOfRange(kit)) }
    return product
  }

  /// Adds what a unit of a kit consists of, kits within it taken apart too.
  private func addLeaves(
    of kit: Int32, units: Int64, on day: CivilDate, _ standards: ProductionStandards,
    _ masters: MasterData, path: [Int32], _ leaves: inout [Int32: Int64]
  ) throws(KitProblem) {
    if path.contains(kit) { throw KitProblem(problem: .circle(kit)) }
    let lines = standards.components(of: masters.items.key(kit), on: day)
    if lines.isEmpty { throw KitProblem(problem: .noBill(kit)) }
    for line in lines {
      let quantity = try scaled(line.quantity, units, kit)
      if masters.items[line.component].isKit, !kits.stocked.contains(line.component) {
        try addLeaves(
          of: line.component, units: quantity, on: day, standards, masters, path: path + [kit],
          &leaves)
      } else {
        leaves[line.component, default: 0] += quantity
      }
    }
  }

  private func kitFindings(_ masters: MasterData) -> [Finding] {
    kits.problems.map { problem, rows in
      let (code, kit, what, action): (String, Int32, String, String) =
        switch problem {
        case .noBill(let kit):
          ("INV-034", kit, "no bill of materials says what it consists of", "enter its components")
        case .circle(let kit):
          ("INV-035", kit, "its bill of materials contains itself", "correct its components")
        case .outOfRange(let kit):
          ("INV-035", kit, "its bill of materials has quantities too large", "correct them")
        }
      let item = masters.items[kit].number
      return Finding(
        code: code, severity: .warning, origin: "boms", key: masters.items.key(kit).displayText,
        document: item,
        message:
          "\(item) is a kit and \(what); \(counted(rows.count, "movement")) of it, or of kits "
          + "that hold it, take stock of the kit itself, which is not there",
        action: "\(action) in the ERP, valid on the day of the movement")
    }.sorted()
  }
}

/// Movements that explain themselves by the same documents as movements of kits.
private struct ComponentMovements {
  private struct Document: Hashable {
    let stream: String
    let key: SourceKey
  }

  private var positions: [Document: [Int32]] = [:]

  init(_ kits: [StockMovementRow], _ events: StockEvents) {
    let wanted = Set(kits.compactMap { Self.document(of: $0, events.numbering) })
    guard !wanted.isEmpty else { return }
    for event in events {
      guard let stream = event.documentStream, let key = event.documentKey else { continue }
      let document = Document(stream: stream, key: key)
      if wanted.contains(document) { positions[document, default: []].append(event.position) }
    }
  }

  private static func document(
    of row: StockMovementRow, _ numbering: MovementNumbering
  ) -> Document? {
    guard !row.document.isNone, row.documentStream >= 0 else { return nil }
    return Document(
      stream: numbering.keys.documentStreams[row.documentStream].text,
      key: numbering.held[row.document])
  }

  /// The movement of an item by the document line of a kit's movement, on its day and in its
  /// direction.
  func part(
    _ item: Int32, of kit: StockMovementRow, on date: CivilDate, _ masters: MasterData,
    _ events: StockEvents
  ) -> (item: Int32, key: SourceKey, quantity: Int64)? {
    let numbering = events.numbering
    guard let document = Self.document(of: kit, numbering) else { return nil }
    let line = kit.documentLine.isNone ? nil : numbering.held[kit.documentLine]
    for position in positions[document] ?? [] {
      let event = events[Int(position)]
      let isSameLine = line == nil || event.documentLine == nil || event.documentLine == line
      if event.item == item, event.date == date, isSameLine,
        (event.quantity.micros < 0) == (kit.quantityMicros < 0)
      {
        return (item, event.key, event.quantity.micros)
      }
    }
    return nil
  }
}
