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
    let start = Int(item.firstInstalment)
    let amounts = openInstalments(of: item, legs: legs)
    let open = amounts.filter { $0.amountMinor != 0 }
    let bases = baseShares(of: left.baseMinor, over: open.map(\.amountMinor))
    for (entry, base) in zip(open, bases) {
      addPart(
        of: item, due: ledger.instalments[start + Int(entry.position)].dueDate,
        instalment: entry.position,
        left: Residual(amountMinor: entry.amountMinor, baseMinor: base), fixed: fixed,
        account: account)
    }
  }

  /// What is left of each instalment, in due order. What is applied beyond the whole item stands as
  /// a negative rest on the last one.
  private func openInstalments(
    of item: OpenItem, legs: Range<Int>
  ) -> [(position: Int16, amountMinor: Int64)] {
    let start = Int(item.firstInstalment)
    let count = Int(item.instalmentCount)
    let sign: Int64 = item.amountMinor < 0 ? -1 : 1
    var rest = (0..<count).map { sign * ledger.instalments[start + $0].amountMinor }
    let originals = rest
    var unaddressed: Int64 = 0
    for position in legs {
      let leg = ledger.legs[position]
      guard (filed ? leg.postingDate : leg.date) <= asOf else { continue }
      if leg.instalment >= 0, Int(leg.instalment) < count {
        rest[Int(leg.instalment)] -= sign * leg.amountMinor
      } else {
        unaddressed += sign * leg.amountMinor
      }
    }
    // What an addressed instalment cannot hold joins the rest that fills in due order.
    for position in 0..<count {
      let kept = min(max(0, rest[position]), originals[position])
      unaddressed += kept - rest[position]
      rest[position] = kept
    }
    let order = (0..<count).sorted {
      let a = ledger.instalments[start + $0].dueDate
      let b = ledger.instalments[start + $1].dueDate
      return a != b ? a < b : $0 < $1
    }
    for position in order where unaddressed > 0 {
      let taken = min(unaddressed, rest[position])
      rest[position] -= taken
      unaddressed -= taken
    }
    // More applied than the item has, or a reversal of more than was applied: the last one shows it.
    if let last = order.last { rest[last] -= unaddressed }
    return order.map { (Int16($0), sign * rest[$0]) }
  }

  private func baseShares(of base: Int64, over amounts: [Int64]) -> [Int64] {
    let weights = amounts.map { Int64($0.magnitude) }
    do { return try Allocation.split(base, over: weights) } catch {
      accountingFault("open instalments cannot share their base amount")
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
