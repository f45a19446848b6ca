import AccountingValues
import Extraction

extension CompanyProof {
  /// What a line is about, in words.
  struct Words {
    let period: String
    let kind: String
    let code: String
    let name: String
  }

  func words(_ line: RestatedIdentity.Line) -> Words {
    let period = periods.first { $0.id == line.figure.period }?.description ?? ""
    func pool(_ pool: ProvenPool, _ kind: String) -> Words {
      let place = names.places[pool.place].map { " at \($0)" } ?? ""
      let owner = pool.owner == "own" ? "" : ", \(pool.owner)"
      return Words(
        period: period, kind: kind, code: names.items[pool.item] ?? pool.item,
        name: (kind == "pool_quantity" ? "quantity" : "value") + place + owner)
    }
    switch line.figure.subject {
    case .account(let code):
      return Words(
        period: period, kind: "account", code: code, name: names.accounts[code] ?? "")
    case .poolValue(let key): return pool(key, "pool_value")
    case .poolQuantity(let key): return pool(key, "pool_quantity")
    }
  }

  /// A figure in major units, or in stock units.
  func text(_ amount: Int64, _ line: RestatedIdentity.Line, _ base: Currency) -> String {
    if case .poolQuantity = line.figure.subject { return "\(Quantity(micros: amount))" }
    return Money(minor: amount, in: base).amountText
  }

  /// Whether a line proves what it says, in words.
  func verdict(_ line: RestatedIdentity.Line, _ base: Currency) -> String {
    if line.isProved { return "proved" }
    var words: [String] = []
    if line.difference != 0 { words.append("differs by \(text(line.difference, line, base))") }
    if line.contradiction != 0 {
      words.append(
        "its tables contradict each other by \(text(abs(line.contradiction), line, base))")
    }
    return words.joined(separator: "; ")
  }

  // MARK: Terminal

  /// The figures that restating moves, or that are not proved; or all of them.
  func text(_ base: Currency, isRestated: Bool, all: Bool) -> String {
    let header =
      isRestated
      ? [
        "period", "what", "as filed", "- late", "- posted", "+ late, own day", "+ re-costing",
        "+ configuration",
        "+ engine", "= restated", "proof",
      ] : ["period", "what", "published", "configuration", "engine", "from the rows", "proof"]
    var table = TextTable(header)
    let shown = identity.lines.filter { all || $0.isOfInterest }
    for line in shown {
      let words = words(line)
      let amounts =
        isRestated
        ? [
          line.asFiled, -line.latePosted, -line.posted, line.lateOwn, line.recosting,
          line.configuration,
          line.engine, line.restated,
        ] : [line.asFiled, line.configuration, line.engine, line.restated]
      table.add(
        [words.period, "\(words.code) \(words.name)"] + amounts.map { text($0, line, base) }
          + [verdict(line, base)])
    }
    return shown.isEmpty ? "" : table.text + "\n"
  }

  /// The documents behind what restating moves.
  func causesText(_ base: Currency) -> String {
    guard !causes.isEmpty else { return "" }
    var table = TextTable(["period", "account", "effect", "amount", "document", "where"])
    for cause in causes {
      let figure = cause.document.figure
      guard case .account(let code) = figure.subject else { continue }
      table.add([
        periods.first { $0.id == figure.period }?.description ?? "",
        "\(code) \(names.accounts[code] ?? "")", cause.column.rawValue,
        Money(minor: cause.amount, in: base).amountText,
        cause.document.number.isEmpty ? "-" : cause.document.number,
        "\(cause.document.place.stream) \(cause.document.place.key.displayText)",
      ])
    }
    return table.text + "\n"
  }

  /// How many figures are proved, and what is not.
  var summary: String {
    let broken = identity.lines.filter { !$0.isProved }.count
    let closedCount = periods.filter { closed.contains($0.id) }.count
    let figures =
      "\(counted(identity.lines.count, "figure")) of \(counted(periods.count, "period")), "
      + "\(closedCount) closed"
    return broken == 0 ? "proved: \(figures)" : "\(broken) not proved of \(figures)"
  }
}
