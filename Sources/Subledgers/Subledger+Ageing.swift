public import AccountingValues

extension Subledger {
  /// Ages every item that is open on a day.
  ///
  /// Applications fill instalments: an addressed one its own, everything else (and what exceeds an
  /// addressed instalment) the rest in due order, ties in the order of the source. What is left of
  /// an instalment therefore depends on which applications count, not on their order. Base amounts
  /// follow by largest remainder.
  ///
  ///     100.00 in 30/50/20, 40.00 paid   // first settled, 40.00 of the second and 20.00 open
  public func ageing(
    _ scheme: AgeingScheme, asOf: CivilDate, view: LedgerView = .asFiled
  ) -> Ageing {
    var pass = AgeingPass(self, scheme, asOf: asOf, view: view)
    pass.run()
    return pass.finished()
  }
}

/// One walk over the items; the loop touches plain arrays in order and nothing else.
private struct AgeingPass {
  private let ledger: Subledger
  private let scheme: AgeingScheme
  private let asOf: CivilDate
  private let filed: Bool
  private let columnByDays: [UInt8]
  private let byDocumentDate: Bool
  private var rows: [AgedItem] = []
  private var parts: [AgedPart] = []
  /// Accounts × columns.
  private var cells: [Residual]
  private var openItems: [Int32]
  /// The instalments of the item at hand, kept between items so that the loop allocates nothing.
  private var filling = InstalmentFilling()

  init(_ ledger: Subledger, _ scheme: AgeingScheme, asOf: CivilDate, view: LedgerView) {
    self.ledger = ledger
    self.scheme = scheme
    self.asOf = asOf
    filed = view == .asFiled
    columnByDays = scheme.columnByDays
    byDocumentDate = scheme.basis == .documentDate
    cells = [Residual](repeating: .zero, count: ledger.accounts.count * scheme.columnCount)
    openItems = [Int32](repeating: 0, count: ledger.accounts.count)
  }

  mutating func run() {
    rows.reserveCapacity(ledger.items.count)
    parts.reserveCapacity(ledger.items.count + ledger.instalments.count)
    for index in ledger.items.indices {
      let item = ledger.items[index]
      guard (filed ? item.postingDate : item.date) <= asOf else { continue }
      var left = Residual(amountMinor: item.amountMinor, baseMinor: item.baseMinor)
      var inferred = false
      let legs = Int(ledger.legStarts[index])..<Int(ledger.legStarts[index + 1])
      for position in legs {
        let date = filed ? ledger.legs[position].postingDate : ledger.legs[position].date
        guard date <= asOf else { continue }
        left.amountMinor &-= ledger.legs[position].amountMinor
        left.baseMinor &-= ledger.legs[position].baseMinor
        inferred = inferred || ledger.legs[position].isInferred
      }
      if left.isZero { continue }
      add(item, index: index, left: left, inferred: inferred, legs: legs)
    }
  }

  private mutating func add(
    _ item: OpenItem, index: Int, left: Residual, inferred: Bool, legs: Range<Int>
  ) {
    let account = ledger.accountOfItem[index]
    let first = parts.count
    let fixed = scheme.fixedColumn(of: item)
    if item.instalmentCount == 0 || left.amountMinor == 0
      || !Subledger.instalmentsAgree(item, ledger.instalments)
    {
      addPart(
        of: item, due: item.dueDate, instalment: Application.unaddressed, left: left,
        fixed: fixed, account: account)
    } else {
      addInstalments(of: item, left: left, fixed: fixed, account: account, legs: legs)
    }
    var oldest = parts[first].daysOverdue
    for part in parts[first...] { oldest = max(oldest, part.daysOverdue) }
    openItems[Int(account)] &+= 1
    rows.append(
      AgedItem(
        item: Int32(index), account: account, firstPart: Int32(first),
        partCount: Int32(parts.count - first), daysOverdue: oldest,
        hasInferredApplication: inferred, residual: left))
  }

  private mutating func addPart(
    of item: OpenItem, due: CivilDate, instalment: Int16, left: Residual, fixed: Int?,
    account: Int32
  ) {
    let start = byDocumentDate ? item.documentDate : due
    let days = asOf.days(since: start)
    let column = fixed ?? Int(columnByDays[max(0, min(days, columnByDays.count - 1))])
    parts.append(
      AgedPart(
        column: Int32(column), instalment: instalment, dueDate: due, daysOverdue: Int32(days),
        residual: left))
    let cell = Int(account) * scheme.columnCount + column
    cells[cell].amountMinor &+= left.amountMinor
    cells[cell].baseMinor &+= left.baseMinor
  }

  /// The open instalments of an item whose residual is not zero.
  private mutating func addInstalments(
    of item: OpenItem, left: Residual, fixed: Int?, account: Int32, legs: Range<Int>
  ) {
    filling.start(with: item, ledger.instalments)
    for position in legs {
      let leg = ledger.legs[position]
      guard (filed ? leg.postingDate : leg.date) <= asOf else { continue }
      filling.apply(leg.amountMinor, to: leg.instalment)
    }
    filling.settle()
    let first = parts.count
    for position in filling.order where filling.rest(at: position) != 0 {
      let amount = filling.rest(at: position)
      let instalment = ledger.instalments[Int(item.firstInstalment) + position]
      addPart(
        of: item, due: instalment.dueDate, instalment: Int16(position),
        left: Residual(amountMinor: amount, baseMinor: 0), fixed: fixed, account: account)
    }
    shareBase(left.baseMinor, over: first, account: account)
  }

  /// Gives the parts from `first` on their shares of a base amount.
  private mutating func shareBase(_ base: Int64, over first: Int, account: Int32) {
    let weights = parts[first...].map { Int64($0.residual.amountMinor.magnitude) }
    let shares: [Int64]
    do { shares = try Allocation.split(base, over: weights) } catch {
      accountingFault("open instalments cannot share their base amount")
    }
    for (offset, share) in shares.enumerated() {
      parts[first + offset].residual.baseMinor = share
      let cell = Int(account) * scheme.columnCount + Int(parts[first + offset].column)
      cells[cell].baseMinor &+= share
    }
  }

  func finished() -> Ageing {
    let count = scheme.columnCount
    let accounts = ledger.accounts.indices.compactMap { slot -> AgedAccount? in
      guard openItems[slot] > 0 else { return nil }
      let columns = Array(cells[slot * count..<(slot + 1) * count])
      var total = Residual.zero
      for column in columns {
        total.amountMinor += column.amountMinor
        total.baseMinor += column.baseMinor
      }
      return AgedAccount(
        key: ledger.accounts[slot], openItems: openItems[slot], columns: columns, total: total)
    }
    return Ageing(
      scheme: scheme, asOf: asOf, view: filed ? .asFiled : .restated, rows: rows, parts: parts,
      accounts: accounts)
  }
}

/// Fills the instalments of one item after the other. Amounts inside are turned so that the item's
/// original is not negative.
private struct InstalmentFilling {
  /// Positions of the instalments in due order, ties in the order of the source.
  private(set) var order: [Int] = []
  private var originals: [Int64] = []
  private var rests: [Int64] = []
  private var sign: Int64 = 1
  private var unaddressed: Int64 = 0

  /// What is left of an instalment, with the item's sign.
  func rest(at position: Int) -> Int64 { sign * rests[position] }

  mutating func start(with item: OpenItem, _ instalments: [Instalment]) {
    let first = Int(item.firstInstalment)
    sign = item.amountMinor < 0 ? -1 : 1
    unaddressed = 0
    order.removeAll(keepingCapacity: true)
    originals.removeAll(keepingCapacity: true)
    rests.removeAll(keepingCapacity: true)
    for position in 0..<Int(item.instalmentCount) {
      originals.append(sign * instalments[first + position].amountMinor)
      rests.append(sign * instalments[first + position].amountMinor)
      // Insertion keeps ties in order, and sources list instalments in due order already.
      var place = order.count
      let due = instalments[first + position].dueDate
      while place > 0, due < instalments[first + order[place - 1]].dueDate { place -= 1 }
      order.insert(position, at: place)
    }
  }

  mutating func apply(_ amount: Int64, to instalment: Int16) {
    if instalment >= 0, Int(instalment) < rests.count {
      rests[Int(instalment)] -= sign * amount
    } else {
      unaddressed += sign * amount
    }
  }

  /// Distributes what addresses no instalment, and what an addressed one cannot hold.
  mutating func settle() {
    for position in rests.indices {
      let kept = min(max(0, rests[position]), originals[position])
      unaddressed += kept - rests[position]
      rests[position] = kept
    }
    for position in order where unaddressed > 0 {
      let taken = min(unaddressed, rests[position])
      rests[position] -= taken
      unaddressed -= taken
    }
    // More applied than the item has, or a reversal of more than was applied: the last one shows it.
    if let last = order.last { rests[last] -= unaddressed }
  }
}
