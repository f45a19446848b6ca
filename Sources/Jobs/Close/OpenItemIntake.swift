import AccountingValues
import Extraction
import Subledgers

/// Collects what stands open: documents on credit, payments, go-live items, and what settles them.
struct OpenItemIntake {
  /// What leads from an open item or application back to its source.
  struct Label {
    let stream: String
    let key: SourceKey
    let number: String
  }

  private let scope: CloseScope
  private(set) var items: [OpenItem] = []
  private(set) var labels: [Label] = []
  private(set) var instalments: [Instalment] = []
  private(set) var applications: [Application] = []
  private(set) var applicationLabels: [Label] = []
  private(set) var currencies: [Currency] = []
  private var rowFindings: [Finding] = []
  /// How many documents of a stream are due by the company's default days alone.
  private var inferredDue: [String: Int] = [:]
  private var numbers: [ItemKey: Int32] = [:]

  private struct ItemKey: Hashable {
    let stream: String
    let key: SourceKey
  }

  init(scope: CloseScope) { self.scope = scope }

  /// A document on credit. Documents that are settled at once never age.
  mutating func take(
    _ document: Document, side: SubledgerSide, kind: OpenItem.Kind, sign: Int64,
    masters: inout MasterData
  ) {
    let row = document.header
    let partner = masters.partner(row.key("partner_key"), namedBy: row.stream)
    let hasDue = row.layout.position(of: "due_date") != nil
    let isDue = kind == .invoice
    let schedule =
      isDue
      ? masters.schedule(
        stated: hasDue ? row.date("due_date") : nil,
        terms: hasDue ? row.key("payment_terms_key") : nil, partner: partner,
        documentDate: document.documentDate, defaultDays: scope.defaultDueDays.on(document.date))
      : DueSchedule(due: document.documentDate)
    if schedule.isInferred { inferredDue[row.stream, default: 0] += 1 }
    let first = instalments.count
    // Shares of an amount in range are in range.
    let amounts = (try? schedule.amounts(of: sign * document.total)) ?? []
    for (part, amount) in zip(schedule.parts, amounts) {
      instalments.append(Instalment(dueDate: part.due, amountMinor: amount))
    }
    append(
      OpenItem(
        side: side, kind: kind, partner: partner, document: Int32(items.count),
        currency: number(of: document.currency), documentDate: document.documentDate,
        date: row.date("accounting_date") ?? document.date, postingDate: document.date,
        dueDate: schedule.due, amountMinor: sign * document.total,
        baseMinor: sign * document.baseTotal, firstInstalment: Int32(first),
        instalmentCount: Int32(instalments.count - first)),
      Label(stream: row.stream, key: row.key, number: row.documentNumber))
  }

  /// A payment of a customer or to a supplier: unapplied until applications say otherwise.
  mutating func takePayment(
    _ row: StreamRow, date: CivilDate, amount: Int64, base: Int64, currency: Currency,
    masters: inout MasterData
  ) {
    let isIn = row.text("direction") == "in"
    let side: SubledgerSide
    switch row.text("partner_role") {
    case "customer": side = .receivable
    case "supplier": side = .payable
    default: return
    }
    // Money in settles receivables, money out settles payables; the other direction is a refund.
    let sign: Int64 = isIn == (side == .receivable) ? -1 : 1
    append(
      OpenItem(
        side: side, kind: row.boolean("is_advance") == true ? .advance : .payment,
        partner: masters.partner(row.key("partner_key"), namedBy: row.stream),
        document: Int32(items.count), currency: number(of: currency),
        documentDate: row.date("document_date") ?? date,
        date: row.date("accounting_date") ?? date, postingDate: date,
        dueDate: row.date("document_date") ?? date, amountMinor: sign * amount,
        baseMinor: sign * base),
      Label(stream: row.stream, key: row.key, number: row.documentNumber))
  }

  /// A document that was open at go-live.
  mutating func takeOpening(
    _ row: StreamRow, amount: Int64, base: Int64, currency: Currency, masters: inout MasterData
  ) {
    append(
      OpenItem(
        side: row.text("side") == "payable" ? .payable : .receivable, kind: .opening,
        partner: masters.partner(row.key("partner_key"), namedBy: row.stream),
        document: Int32(items.count), currency: number(of: currency),
        documentDate: row.date("document_date") ?? scope.goLive, date: scope.goLive,
        postingDate: scope.goLive, dueDate: row.date("due_date") ?? scope.goLive,
        amountMinor: amount, baseMinor: base),
      Label(stream: row.stream, key: row.key, number: row.text("document_number") ?? ""))
  }

  private mutating func append(_ item: OpenItem, _ label: Label) {
    numbers[ItemKey(stream: label.stream, key: label.key)] = Int32(items.count)
    items.append(item)
    labels.append(label)
  }

  private mutating func number(of currency: Currency) -> Int32 {
    if let known = currencies.firstIndex(of: currency) { return Int32(known) }
    currencies.append(currency)
    return Int32(currencies.count - 1)
  }
}

// MARK: - Applications

extension OpenItemIntake {
  /// What settles what. The item that is not there, a settled cash sale included, is a finding.
  mutating func takeApplication(_ row: StreamRow, date: CivilDate) {
    guard let to = row.key("to_key"), let toStream = row.text("to_stream"),
      let exact = row.decimal("amount"),
      let kind = row.text("kind").flatMap({ Application.Kind(word: $0) })
    else { return }
    let fromStream = row.text("from_stream") ?? "none"
    let from: Int32
    if fromStream == "none" {
      from = Application.none
    } else if let key = row.key("from_key") {
      from = numbers[ItemKey(stream: fromStream, key: key)] ?? Application.unknown
    } else {
      from = Application.unknown
    }
    let settled = numbers[ItemKey(stream: toStream, key: to)] ?? Application.unknown
    let label = Label(stream: row.stream, key: row.key, number: row.key.displayText)
    // An item that is not there has no currency: what is wrong then is that it is not there.
    let toCurrency = currency(of: settled) ?? currency(of: from) ?? scope.base
    let fromCurrency = currency(of: from) ?? toCurrency
    guard fromCurrency == toCurrency,
      let amount = try? exact.rounded(toScale: toCurrency.minorDigits)
    else {
      rowFindings.append(crossCurrency(label, fromCurrency, toCurrency))
      return
    }
    applications.append(
      Application(
        kind: kind, from: from, to: settled, instalment: instalment(of: row, item: settled),
        date: row.date("accounting_date") ?? date, postingDate: date,
        fromMinor: from >= 0 ? amount : 0, toMinor: amount))
    applicationLabels.append(label)
  }

  /// Applications by policy, for a source that has payments and states none.
  mutating func inferApplications() {
    let inferred = ApplicationPolicy.exactThenOldest(items)
    for application in inferred {
      applications.append(application)
      let from = labels[Int(application.from)]
      let to = labels[Int(application.to)]
      // No source row says so: the pair of documents, each with its stream, is its key.
      let parts = [from.stream, from.key.text, to.stream, to.key.text]
      applicationLabels.append(
        Label(
          stream: "applications", key: SourceKey(parts.joined(separator: "\u{1F}")),
          number: from.number))
    }
  }

  /// The instalment that an application names, from 0; one that the document does not have is a
  /// finding, and the oldest open ones are filled.
  private mutating func instalment(of row: StreamRow, item: Int32) -> Int16 {
    guard let named = row.integer("instalment"), item >= 0 else { return Application.unaddressed }
    let count = Int64(items[Int(item)].instalmentCount)
    if (1...max(1, count)).contains(named) {
      return count == 0 ? Application.unaddressed : Int16(named - 1)
    }
    rowFindings.append(
      Finding(
        code: "SUB-009", severity: .warning, origin: row.stream, key: row.key.displayText,
        document: labels[Int(item)].number,
        message: "settles instalment \(named) of a document that has \(max(1, count)); "
          + "the oldest open ones are filled instead",
        action: "correct the instalment in the ERP"))
    return Application.unaddressed
  }

  private func currency(of item: Int32) -> Currency? {
    item >= 0 ? currencies[Int(items[Int(item)].currency)] : nil
  }

  private func crossCurrency(_ label: Label, _ from: Currency, _ to: Currency) -> Finding {
    Finding(
      code: "SUB-020", severity: .error, origin: label.stream, key: label.key.displayText,
      document: label.number,
      message: "settles a document in \(to) with one in \(from) and states one amount only",
      action: "state the application as two, each in its document's currency")
  }
}

// MARK: - Findings

extension OpenItemIntake {
  /// What is wrong with rows, and what had to be assumed.
  var findings: [Finding] {
    rowFindings
      + inferredDue.sorted { $0.key < $1.key }.map { stream, count in
        Finding(
          code: "SUB-008", severity: .warning, origin: stream,
          message: count == 1
            ? "1 document states neither due date nor terms, nor does its partner; "
              + "it is due after \(days)"
            : "\(count) documents state neither due date nor terms, nor do their partners; "
              + "they are due after \(days)",
          action: "give the documents or their partners payment terms in the ERP, "
            + "or state policies.default_due_days of the company")
      }
  }

  private var days: String {
    Set(scope.defaultDueDays.all).sorted().map { $0 == 1 ? "1 day" : "\($0) days" }
      .joined(separator: " or ")
  }
}

extension OpenItemIntake.Label {
  var rowLabel: RowLabel { RowLabel(origin: stream, key: key.displayText, document: number) }
}

extension OpenItemIntake: SubledgerLabels {
  func label(ofItem index: Int) -> RowLabel { labels[index].rowLabel }
  func label(ofApplication index: Int) -> RowLabel { applicationLabels[index].rowLabel }
}

extension Application.Kind {
  /// The kind that a word of the `applications` stream means.
  fileprivate init?(word: String) {
    guard let kind = Self.allCases.first(where: { $0.rawValue == word }) else { return nil }
    self = kind
  }
}
