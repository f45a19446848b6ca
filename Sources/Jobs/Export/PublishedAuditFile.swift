import AccountingValues
import PostgresClient
import Reporting
import Tables
import Warehouse

/// What an audit file says of published periods of one fiscal year: masters first, then the entries of
/// one journal after the other, streamed.
struct PublishedAuditFile {
  let journals: PublishedJournals
  let masters: AuditFileMasters
  let totals: AuditFileTotals
  /// The journals with entries, by the bytes of their codes.
  let journalCodes: [String]
  /// The subledger whose control account an account is.
  private let ledgers: [String: Subledger]

  /// The two subledgers that have parties.
  enum Subledger: String {
    case receivable, payable

    /// The subledger that a role's account belongs to; `nil` for all other roles.
    init?(role: String) {
      switch role {
      case "accounts_receivable", "customer_advances": self = .receivable
      case "accounts_payable", "supplier_advances": self = .payable
      default: return nil
      }
    }
  }

  /// Reads the masters.
  ///
  /// - Parameter journals: whole periods of one fiscal year.
  /// - Throws: what the database throws, and `ValueError` for sums that no amount holds.
  init(_ journals: PublishedJournals) throws {
    self.journals = journals
    var entries = 0
    var debit = Money.zero(journals.base)
    var credit = Money.zero(journals.base)
    var codes: Set<String> = []
    var analyses: [AnalysisCode: String] = [:]
    for period in journals.periods {
      try journals.forEachRow(AuditFileDatasets.totals, of: period) { fields in
        entries += Int(fields.integer())
        debit = try debit.adding(fields.money())
        credit = try credit.adding(fields.money())
      }
      try journals.forEachRow(AuditFileDatasets.journals, of: period) { codes.insert($0.text()) }
      try journals.forEachRow(AuditFileDatasets.analyses, of: period) { fields in
        analyses[AnalysisCode(kind: fields.text(), code: fields.text())] = fields.optionalText()
      }
    }
    totals = AuditFileTotals(entries: entries, debit: debit, credit: credit)
    journalCodes = codes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var parties = AuditFileParties(base: journals.base)
    if let last = journals.periods.last {
      try journals.forEachRow(AuditFileDatasets.residuals, of: last) { try parties.addOpen($0) }
    }
    for period in journals.periods {
      try journals.forEachRow(AuditFileDatasets.movements, of: period) { try parties.addMoved($0) }
    }
    ledgers = parties.ledgers
    masters = AuditFileMasters(
      accounts: try journals.auditAccounts(), customers: try parties.list(of: .receivable),
      suppliers: try parties.list(of: .payable),
      analyses: analyses.sorted { $0.key < $1.key }.compactMap { key, name in
        AuditFileMasters.Analysis.Kind(rawValue: key.kind).map {
          .init(kind: $0, code: key.code, name: name)
        }
      })
  }

  private struct AnalysisCode: Hashable, Comparable {
    let kind: String
    let code: String

    static func < (a: AnalysisCode, b: AnalysisCode) -> Bool {
      a.kind == b.kind ? a.code.utf8.lexicographicallyPrecedes(b.code.utf8) : a.kind < b.kind
    }
  }

  /// The entries of a journal, in the order of their days.
  func forEach(
    ofJournal journal: String, _ body: (AuditFileTransaction) throws -> Void
  ) throws {
    for period in journals.periods {
      var entry: (seq: Int64, transaction: AuditFileTransaction)?
      try journals.forEachRow(AuditFileDatasets.lines, of: period, [.text(journal)]) { fields in
        let seq = fields.integer()
        let head = transaction(&fields, period.record.period)
        if entry?.seq != seq {
          if let entry { try body(entry.transaction) }
          entry = (seq, head)
        }
        entry?.transaction.lines.append(line(&fields, of: head))
      }
      if let entry { try body(entry.transaction) }
    }
  }

  private func transaction(
    _ fields: inout CellFields, _ period: FiscalPeriod
  ) -> AuditFileTransaction {
    let posted = fields.date()
    let occurred = fields.date()
    let code = fields.text()
    let event = fields.text()
    let document = fields.optionalText()
    let description = fields.optionalText()
    return AuditFileTransaction(
      code: code, period: period.number, fiscalYear: period.fiscalYear, occurred: occurred,
      posted: posted, event: event,
      description: [description, document].compactMap(\.self).first { !$0.isEmpty } ?? event,
      document: document, lines: [])
  }

  private func line(
    _ fields: inout CellFields, of head: AuditFileTransaction
  ) -> AuditFileTransaction.Line {
    let number = fields.integer()
    let account = fields.text()
    fields.skip(1)
    let (debit, credit) = (fields.money(), fields.money())
    let (ownDebit, ownCredit) = (fields.money(), fields.money())
    let partner = fields.optionalText()
    let item = fields.optionalText()
    let itemName = fields.optionalText()
    var analyses: [AuditFileMasters.Analysis] = []
    if let item { analyses.append(.init(kind: .item, code: item, name: itemName ?? item)) }
    for kind in [AuditFileMasters.Analysis.Kind.location, .department, .project, .taxCode] {
      guard let code = fields.optionalText() else { continue }
      analyses.append(.init(kind: kind, code: code, name: code))
    }
    // What moves base alone has no amount of its own, and what costs nothing none in base.
    let isDebit = debit.minor != 0 || (credit.minor == 0 && ownDebit.minor != 0)
    return AuditFileTransaction.Line(
      number: number, account: account, analyses: analyses, party: party(partner, account),
      description: itemName ?? head.description, isDebit: isDebit,
      base: isDebit ? debit : credit, own: isDebit ? ownDebit : ownCredit)
  }

  private func party(_ partner: String?, _ account: String) -> AuditFileTransaction.Line.Party? {
    guard let partner, !partner.isEmpty else { return nil }
    switch ledgers[account] {
    case .receivable: return .customer(partner)
    case .payable: return .supplier(partner)
    case nil: return nil
    }
  }
}

extension PublishedJournals {
  /// The rows of a dataset of a period, one by one.
  fileprivate func forEachRow(
    _ dataset: Dataset, of period: Period, _ further: [Parameter] = [],
    _ body: (inout CellFields) throws -> Void
  ) throws {
    var rows = try datasets.rows(dataset, period.leaf + further)
    while let batch = try rows.next() {
      for index in 0..<batch.rowCount {
        var fields = CellFields(batch[index])
        try body(&fields)
      }
    }
  }

  /// The accounts with what they had before the first period and have after the last one.
  fileprivate func auditAccounts() throws -> [AuditFileMasters.Account] {
    var opening = Array(repeating: Money.zero(base), count: accounts.count)
    var closing = opening
    for (position, balance) in periods.first?.balances ?? [:] {
      opening[position.account] = try opening[position.account].adding(balance.opening.base)
    }
    for (position, balance) in periods.last?.balances ?? [:] {
      closing[position.account] = try closing[position.account].adding(balance.closing.base)
    }
    return accounts.indices.map { index in
      AuditFileMasters.Account(
        code: accounts[index].code, name: accounts[index].name, type: accounts[index].root,
        opening: opening[index], closing: closing[index])
    }
  }
}

/// Gathers customers and suppliers from open items and lines.
struct AuditFileParties {
  private struct Key: Hashable {
    let ledger: PublishedAuditFile.Subledger
    let code: String
  }
  private struct Moved {
    let account: String
    let code: String
    let name: String
    let change: Money
  }
  private struct Party {
    var name: String
    var accounts: Set<String>
    var opening: Money
    var closing: Money
  }

  private let base: Currency
  private(set) var ledgers: [String: PublishedAuditFile.Subledger] = [:]
  private var open: [Key: Party] = [:]
  private var moved: [Moved] = []

  init(base: Currency) { self.base = base }

  /// A row of what is open. A document without partner is nobody's: its lines name none either, so that
  /// its amount is in the account alone.
  mutating func addOpen(_ fields: CellFields) throws {
    var fields = fields
    guard let ledger = PublishedAuditFile.Subledger(rawValue: fields.text()) else { return }
    let account = fields.text()
    ledgers[account] = ledger
    guard let code = fields.optionalText(), !code.isEmpty else { return }
    let name = fields.optionalText() ?? code
    let residual = fields.money()
    var party = open[Key(ledger: ledger, code: code)] ?? none(name)
    party.accounts.insert(account)
    party.closing = try party.closing.adding(residual)
    party.opening = party.closing
    open[Key(ledger: ledger, code: code)] = party
  }

  /// A row of what moved.
  mutating func addMoved(_ fields: CellFields) throws {
    var fields = fields
    let account = fields.text()
    if let role = fields.optionalText(), ledgers[account] == nil {
      ledgers[account] = PublishedAuditFile.Subledger(role: role)
    }
    let code = fields.text()
    let name = fields.optionalText() ?? code
    if code.isEmpty { return }
    moved.append(Moved(account: account, code: code, name: name, change: fields.money()))
  }

  /// The parties of one subledger by code, each with what was open before all that moved.
  func list(of ledger: PublishedAuditFile.Subledger) throws -> [AuditFileMasters.Party] {
    var parties: [String: Party] = [:]
    for (key, party) in open where key.ledger == ledger { parties[key.code] = party }
    for moved in moved where ledgers[moved.account] == ledger {
      var party = parties[moved.code] ?? none(moved.name)
      party.accounts.insert(moved.account)
      party.opening = try party.opening.subtracting(moved.change)
      parties[moved.code] = party
    }
    return parties.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
      code, party in
      AuditFileMasters.Party(
        code: code, name: party.name,
        account: party.accounts.count == 1 ? party.accounts.first : nil,
        opening: party.opening, closing: party.closing)
    }
  }

  private func none(_ name: String) -> Party {
    Party(name: name, accounts: [], opening: .zero(base), closing: .zero(base))
  }
}
