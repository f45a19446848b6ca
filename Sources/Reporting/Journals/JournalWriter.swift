public import AccountingValues

/// Writes entries as a file of hledger, ledger or beancount, so that anybody can check a trial balance
/// with a program that shares nothing with this one.
///
/// **Currencies.** A line in another currency carries its exact cost in base as a total price, so that
/// every entry balances to the cent and nobody converts again. What moves base alone (an exchange
/// difference on a foreign balance) is a posting in base currency; so is the cost of a line whose two
/// amounts have different signs, since a total price has none.
///
///     2026-01-15 (SA-2026-0001) Invoice
///         ; document: R-17
///         Assets:1200 Receivables  100.00 USD @@ 92.34 EUR
///         Income:4000 Sales  -100.00 USD @@ 92.34 EUR
///
/// The writer collects bytes; whoever owns it takes them away now and then.
public struct JournalWriter {
  /// What was written since bytes were last taken.
  public private(set) var bytes: [UInt8] = []
  private let format: JournalFormat
  private let base: Currency
  private let names: JournalAccountNames

  /// Begins a file: what it is, the currencies and the accounts.
  ///
  /// - Parameters:
  ///   - format: the program it is for.
  ///   - title: what the books are called.
  ///   - base: the currency that costs are in.
  ///   - opened: the first day; no transaction is earlier.
  ///   - accounts: all that transactions name.
  ///   - remarks: lines for people, at the top.
  public init(
    _ format: JournalFormat, title: String, base: Currency, opened: CivilDate,
    accounts: [JournalAccount], remarks: [String] = []
  ) {
    self.format = format
    self.base = base
    names = JournalAccountNames(accounts, format)
    add("; \(JournalText.line(title)), written by nightclose for \(format.rawValue)\n")
    for remark in remarks { add("; \(JournalText.line(remark))\n") }
    add("\n")
    let currencies = accounts.reduce(into: Set([base])) { $0.formUnion($1.currencies) }.sorted()
    switch format {
    case .hledger:
      add("decimal-mark .\n")
      // Here a currency without decimals needs its mark all the same.
      for currency in currencies {
        add("commodity \(sample(of: currency, mark: ".")) \(currency)\n")
      }
      for index in accounts.indices { add("account \(names[index])\n") }
    case .ledger:
      add("tag document\ntag journal\n")
      for currency in currencies {
        add("commodity \(currency)\n    format \(sample(of: currency, mark: "")) \(currency)\n")
      }
      for index in accounts.indices { add("account \(names[index])\n") }
    case .beancount:
      add("option \"title\" \(JournalText.quoted(title))\n")
      add("option \"operating_currency\" \"\(base)\"\n")
      // It divides a total price into one per unit, of 28 digits, and wants to be told what remains
      // of that where no line is in base: a ten-thousandth of the smallest unit, which hides none.
      let remainder = FixedPointText.text(1, decimals: base.minorDigits + 4)
      add("option \"inferred_tolerance_default\" \"\(base):\(remainder)\"\n")
      for (index, account) in accounts.enumerated() {
        let allowed = account.currencies.union([base]).sorted().map(\.code).joined(separator: ",")
        add("\(opened) open \(names[index]) \(allowed)\n")
      }
    }
  }

  /// Takes away what was written so far.
  public mutating func removeBytes() { bytes.removeAll(keepingCapacity: true) }

  /// Writes an entry.
  ///
  /// - Throws: `JournalProblem`, and then writes nothing.
  public mutating func append(_ transaction: JournalTransaction) throws(JournalProblem) {
    var sum: Int128 = 0
    for posting in transaction.postings {
      sum += Int128(posting.base.minor)
      if posting.amount.currency == base, posting.amount != posting.base {
        throw .twoAmounts(code: transaction.code)
      }
    }
    if sum != 0 { throw .unbalanced(code: transaction.code, byMinor: sum) }
    addHead(of: transaction)
    for posting in transaction.postings { add(posting) }
  }

  private mutating func addHead(of transaction: JournalTransaction) {
    let words = transaction.description ?? transaction.document ?? transaction.journal ?? ""
    let tags = [("document", transaction.document), ("journal", transaction.journal)]
    switch format {
    case .hledger, .ledger:
      let code = JournalText.code(transaction.code)
      add("\n\(transaction.date) (\(code)) \(JournalText.description(words))\n")
      for case (let tag, let value?) in tags {
        add("    ; \(tag): \(JournalText.tagValue(value))\n")
      }
    case .beancount:
      add("\n\(transaction.date) * \(JournalText.quoted(words))\n")
      for case (let tag, let value?) in [("number", transaction.code)] + tags {
        add("  \(tag): \(JournalText.quoted(value))\n")
      }
    }
  }

  private mutating func add(_ posting: JournalPosting) {
    let amount = posting.amount.minor
    let cost = posting.base.minor
    if posting.amount.currency == base || amount == 0 {
      add(posting.account, posting.base.description)
    } else if cost == 0 || (amount < 0) == (cost < 0) {
      add(posting.account, "\(posting.amount) @@ \(magnitude(cost)) \(base)")
    } else {
      add(posting.account, "\(posting.amount) @@ \(magnitude(0)) \(base)")
      add(posting.account, posting.base.description)
    }
  }

  private mutating func add(_ account: Int, _ figures: String) {
    add(format == .beancount ? "  " : "    ")
    add(names[account])
    add("  \(figures)\n")
  }

  private func magnitude(_ minor: Int64) -> String {
    FixedPointText.text(
      minor.magnitude, decimals: base.minorDigits, keeping: base.minorDigits)
  }

  /// A thousand with the currency's decimals, which show the programs how to print it.
  private func sample(of currency: Currency, mark: String) -> String {
    let digits = currency.minorDigits
    return digits == 0 ? "1000" + mark : "1000." + String(repeating: "0", count: digits)
  }

  private mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
