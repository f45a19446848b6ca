internal import AccountingValues

/// Writes the books as a Standard Audit File for Tax (SAF-T), version 2.00 of the OECD: header, masters
/// with opening and closing balances, and every entry, journal after journal.
///
/// **Amounts** are positive on their side and in base currency; a line in another currency states its
/// own amount beside it, and the rate, rounded to eight decimals, which nobody needs to convert again.
/// The schema has two decimals. A base currency with more is refused by whoever asks for the file; an
/// amount in another currency that needs a third is not rounded but told in the line's description.
///
/// **Texts** are cut at the lengths of the schema; codes that are cut stay different (`~1`).
///
/// The writer collects bytes; whoever owns it takes them away now and then. `finish` proves that what
/// was announced was written.
public struct AuditFileWriter {
  /// The namespace of the OECD's schema.
  public static let namespace = "urn:OECD:StandardAuditFile-Taxation/2.00"

  /// What was written since bytes were last taken.
  public private(set) var bytes: [UInt8] = []
  /// What was written so far.
  public private(set) var written: AuditFileTotals
  private let announced: AuditFileTotals
  private let base: Currency
  private let accounts: AuditFileNames
  private let customers: AuditFileNames
  private let suppliers: AuditFileNames
  private let analyses: [AuditFileMasters.Analysis.Kind: AuditFileNames]
  private var depth = 0

  // MARK: Parts

  /// Begins a file: everything that stands before the entries.
  ///
  /// - Parameters:
  ///   - header: what the file is of.
  ///   - masters: all that entries name.
  ///   - totals: how much follows.
  public init(_ header: AuditFileHeader, _ masters: AuditFileMasters, _ totals: AuditFileTotals) {
    base = header.base
    announced = totals
    written = AuditFileTotals(entries: 0, debit: .zero(base), credit: .zero(base))
    accounts = AuditFileNames(masters.accounts.map(\.code), limit: 70)
    customers = AuditFileNames(masters.customers.map(\.code), limit: 35)
    suppliers = AuditFileNames(masters.suppliers.map(\.code), limit: 35)
    analyses = Dictionary(grouping: masters.analyses, by: \.kind).mapValues {
      AuditFileNames($0.map(\.code), limit: 35)
    }
    add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    add("<AuditFile xmlns=\"\(Self.namespace)\">\n")
    depth = 1
    add(header)
    element("MasterFiles") { file in
      file.add(masters.accounts)
      file.add(masters.customers, of: "Customer", file.customers)
      file.add(masters.suppliers, of: "Supplier", file.suppliers)
      file.add(masters.analyses)
    }
    open("GeneralLedgerEntries")
    text("NumberOfEntries", String(totals.entries))
    text("TotalDebit", Self.text(totals.debit))
    text("TotalCredit", Self.text(totals.credit))
  }

  /// Begins a journal; its entries follow.
  ///
  /// - Parameters:
  ///   - code: what entries call it.
  ///   - name: what people call it.
  public mutating func beginJournal(_ code: String, name: String) {
    open("Journal")
    text("JournalID", code, limit: 18)
    text("Description", name.isEmpty ? code : name, limit: 256)
    text("Type", code, limit: 9)
  }

  /// Ends the journal.
  public mutating func endJournal() { close("Journal") }

  /// Writes an entry.
  ///
  /// - Parameter transaction: the entry, all of its lines in it.
  /// - Throws: `AuditFileProblem`, and then writes nothing.
  public mutating func append(_ transaction: AuditFileTransaction) throws(AuditFileProblem) {
    var sum: Int128 = 0
    var totals = written
    totals.entries += 1
    do {
      for line in transaction.lines {
        sum += Int128(line.isDebit ? line.base.minor : -line.base.minor)
        if line.isDebit {
          totals.debit = try totals.debit.adding(line.base)
        } else {
          totals.credit = try totals.credit.adding(line.base)
        }
      }
    } catch { throw .tooLarge }
    if sum != 0 { throw .unbalanced(code: transaction.code, byMinor: sum) }
    written = totals
    element("Transaction") { file in
      file.text("TransactionID", transaction.code, limit: 70)
      file.text("Period", String(transaction.period))
      file.text("PeriodYear", String(transaction.fiscalYear))
      file.text("TransactionDate", transaction.occurred.description)
      file.text("TransactionType", transaction.event, limit: 18)
      file.text("Description", transaction.description, limit: 256)
      file.text("SystemEntryDate", transaction.posted.description)
      file.text("GLPostingDate", transaction.posted.description)
      for line in transaction.lines { file.add(line, of: transaction) }
    }
  }

  /// Ends the file.
  ///
  /// - Throws: `AuditFileProblem.totals` when it does not hold what its head says.
  public mutating func finish() throws(AuditFileProblem) {
    if written != announced { throw .totals(said: announced, wrote: written) }
    close("GeneralLedgerEntries")
    depth = 0
    add("</AuditFile>\n")
  }

  /// Takes away what was written so far.
  public mutating func removeBytes() { bytes.removeAll(keepingCapacity: true) }

  // MARK: Header and masters

  private mutating func add(_ header: AuditFileHeader) {
    element("Header") { file in
      file.text("AuditFileVersion", "2.00")
      file.text("AuditFileCountry", header.address.country)
      file.text("AuditFileDateCreated", header.created.description)
      file.text("SoftwareCompanyName", "Nightclose")
      file.text("SoftwareID", "nightclose")
      file.text("SoftwareVersion", header.softwareVersion, limit: 18)
      file.element("Company") { file in file.addCompany(of: header) }
      file.text("DefaultCurrencyCode", header.base.code)
      file.element("SelectionCriteria") { file in
        file.text("SelectionStartDate", header.first.description)
        file.text("SelectionEndDate", header.last.description)
      }
      file.text("HeaderComment", header.comment, limit: 256)
      file.text("TaxAccountingBasis", "Invoice Accounting")
    }
  }

  private mutating func addCompany(of header: AuditFileHeader) {
    text("RegistrationNumber", header.registrationNumber, limit: 35)
    text("Name", header.company, limit: 70)
    element("Address") { file in
      file.text("StreetName", header.address.street, limit: 70)
      file.text("City", header.address.city, limit: 35)
      file.text("PostalCode", header.address.postalCode, limit: 18)
      file.text("Country", header.address.country)
    }
    element("Contact") { file in
      file.element("ContactPerson") { file in
        file.text("FirstName", header.contact.firstName, limit: 35)
        file.text("LastName", header.contact.lastName, limit: 70)
      }
      file.text("Telephone", header.contact.telephone, limit: 18)
      file.text("Email", header.contact.email, limit: 70)
    }
    guard let number = header.taxNumber else { return }
    element("TaxRegistration") { file in
      file.text("TaxRegistrationNumber", number, limit: 35)
    }
  }

  private mutating func add(_ list: [AuditFileMasters.Account]) {
    if list.isEmpty { return }
    element("GeneralLedgerAccounts") { file in
      for account in list {
        file.element("Account") { file in
          file.text("AccountID", file.accounts[account.code], limit: 70)
          file.text(
            "AccountDescription", account.name.isEmpty ? account.code : account.name, limit: 256)
          file.text("AccountType", Self.type(account.type))
          file.addBalances(opening: account.opening, closing: account.closing)
        }
      }
    }
  }

  /// The types that the schema names: what is sold is a sale, not an income.
  private static func type(_ root: JournalAccount.Root) -> String {
    switch root {
    case .assets: "Asset"
    case .liabilities: "Liability"
    case .equity: "Equity"
    case .income: "Sale"
    case .expenses: "Expense"
    }
  }

  private mutating func add(
    _ list: [AuditFileMasters.Party], of kind: String, _ names: AuditFileNames
  ) {
    if list.isEmpty { return }
    element(kind + "s") { file in
      for party in list {
        file.element(kind) { file in
          file.text("Name", party.name.isEmpty ? party.code : party.name, limit: 70)
          // The schema wants a city, and no stream has one.
          file.element("Address") { $0.text("City", "unknown") }
          file.text(kind + "ID", names[party.code], limit: 35)
          file.text("AccountID", party.account.map { file.accounts[$0] }, limit: 70)
          file.addBalances(opening: party.opening, closing: party.closing)
        }
      }
    }
  }

  private mutating func addBalances(opening: Money, closing: Money) {
    for (name, balance) in [("Opening", opening), ("Closing", closing)] {
      text(
        name + (balance.minor < 0 ? "CreditBalance" : "DebitBalance"), Self.text(magnitude: balance)
      )
    }
  }

  private mutating func add(_ list: [AuditFileMasters.Analysis]) {
    if list.isEmpty { return }
    element("AnalysisTypeTable") { file in
      for analysis in list {
        file.element("AnalysisTypeTableEntry") { file in
          file.text("AnalysisType", analysis.kind.rawValue)
          file.text("AnalysisTypeDescription", analysis.kind.words)
          file.text("AnalysisID", file.id(of: analysis), limit: 35)
          file.text(
            "AnalysisIDDescription", analysis.name.isEmpty ? analysis.code : analysis.name,
            limit: 256)
        }
      }
    }
  }

  private func id(of analysis: AuditFileMasters.Analysis) -> String {
    analyses[analysis.kind]?[analysis.code] ?? analysis.code
  }

  // MARK: Lines

  private mutating func add(
    _ line: AuditFileTransaction.Line, of transaction: AuditFileTransaction
  ) {
    element("Line") { file in
      file.text("RecordID", String(line.number))
      file.text("AccountID", file.accounts[line.account], limit: 70)
      for analysis in line.analyses {
        file.element("Analysis") { file in
          file.text("AnalysisType", analysis.kind.rawValue)
          file.text("AnalysisID", file.id(of: analysis), limit: 35)
        }
      }
      file.text("SourceDocumentID", transaction.document, limit: 35)
      switch line.party {
      case .customer(let code): file.text("CustomerID", file.customers[code], limit: 35)
      case .supplier(let code): file.text("SupplierID", file.suppliers[code], limit: 35)
      case nil: break
      }
      let isExact = Self.hasTwoDecimals(line.own)
      file.text(
        "Description", line.description, limit: 256, end: isExact ? "" : " (\(line.own))")
      file.element(line.isDebit ? "DebitAmount" : "CreditAmount") { file in
        file.text("Amount", Self.text(line.base))
        guard line.own.currency != file.base else { return }
        file.text("CurrencyCode", line.own.currency.code)
        guard isExact else { return }
        file.text("CurrencyAmount", Self.text(line.own))
        file.text("ExchangeRate", Self.rate(from: line.own, to: line.base))
      }
    }
  }

  private static func hasTwoDecimals(_ money: Money) -> Bool {
    let further = max(0, money.currency.minorDigits - 2)
    return Int128(money.minor) % Rounding.powerOfTen(further) == 0
  }

  /// Base per unit of the line's currency; nothing where the line moves base alone.
  private static func rate(from own: Money, to base: Money) -> String? {
    guard own.minor != 0 else { return nil }
    let scale = Rounding.powerOfTen(8 + own.currency.minorDigits)
    let divisor = Int128(own.minor) * Rounding.powerOfTen(base.currency.minorDigits)
    guard let rate = try? Rounding.quotient(Int128(base.minor) * scale, divisor) else {
      accountingFault("a rate of \(own) and \(base) past 128 bits")
    }
    return FixedPointText.text(rate, decimals: 8)
  }

  /// With two decimals at least, and no zero beyond.
  private static func text(_ money: Money) -> String {
    FixedPointText.text(
      money.minor, decimals: money.currency.minorDigits,
      keeping: min(2, money.currency.minorDigits))
  }

  private static func text(magnitude money: Money) -> String {
    FixedPointText.text(
      money.minor.magnitude, decimals: money.currency.minorDigits,
      keeping: min(2, money.currency.minorDigits))
  }

  // MARK: Elements

  private mutating func element(_ name: String, _ body: (inout Self) -> Void) {
    open(name)
    body(&self)
    close(name)
  }

  private mutating func open(_ name: String) {
    indent()
    add("<\(name)>\n")
    depth += 1
  }

  private mutating func close(_ name: String) {
    depth -= 1
    indent()
    add("</\(name)>\n")
  }

  /// An element with text, cut at a length but for its end; none for no text.
  private mutating func text(
    _ name: String, _ text: String?, limit: Int = .max, end: String = ""
  ) {
    guard let text else { return }
    indent()
    add("<\(name)>")
    add(XMLText.escaped(XMLText.prefix(text, limit - XMLText.length(end)) + end))
    add("</\(name)>\n")
  }

  private mutating func indent() {
    for _ in 0..<depth { bytes.append(UInt8(ascii: "\t")) }
  }

  private mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
