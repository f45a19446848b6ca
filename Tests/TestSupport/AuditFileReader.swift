public import Foundation

#if canImport(FoundationXML)
  public import FoundationXML
#endif

/// Reads a Standard Audit File for Tax with the parser of Foundation and the shape of the OECD's schema
/// 2.00 as written down here, which shares nothing with what writes it: which elements there are, in
/// which order, how often, and how long their texts may be.
public final class AuditFileReader: NSObject {
  /// A line of an entry, debit positive.
  public struct Line: Hashable, Sendable {
    /// Account, or customer and supplier.
    public let account, customer, supplier: String
    /// Base amount.
    public let amount: Decimal
    /// The currency, where it is not base.
    public let currency: String
    /// The amount in it.
    public let own: Decimal?
  }

  /// An account, customer or supplier, debit positive.
  public struct Balance: Hashable, Sendable {
    public let opening, closing: Decimal
  }

  /// What is wrong with the file, a sentence each.
  public private(set) var problems: [String] = []
  /// Accounts by code.
  public private(set) var accounts: [String: Balance] = [:]
  /// Customers by code.
  public private(set) var customers: [String: Balance] = [:]
  /// Suppliers by code.
  public private(set) var suppliers: [String: Balance] = [:]
  /// The lines of all entries.
  public private(set) var lines: [Line] = []
  /// The numbers of the entries.
  public private(set) var transactions: [String] = []
  /// The texts of elements that stand once: head and totals.
  public private(set) var texts: [String: String] = [:]

  private var open: [Element] = []

  private struct Element {
    let name: String
    var text = ""
    /// How far the children have come in the shape, and how often the last one stood there.
    var position = 0
    var count = 0
    var values: [String: String] = [:]
  }

  /// Reads the whole file.
  public init(_ bytes: Data) {
    super.init()
    // In one piece, libxml2 refuses what is larger than ten million bytes.
    let parser = XMLParser(stream: InputStream(data: bytes))
    parser.shouldProcessNamespaces = true
    parser.delegate = self
    if !parser.parse() {
      problems.append("line \(parser.lineNumber): \(String(describing: parser.parserError))")
    }
    if !open.isEmpty { problems.append("ends within \(open.map(\.name))") }
  }

  /// A child of an element: how often it stands there, and the longest text, if it is one.
  struct Child {
    let name: String
    let least: Int
    let most: Int
    let limit: Int?

    static func one(_ name: String, _ limit: Int? = nil) -> Child {
      Child(name: name, least: 1, most: 1, limit: limit)
    }
    static func maybe(_ name: String, _ limit: Int? = nil) -> Child {
      Child(name: name, least: 0, most: 1, limit: limit)
    }
    static func any(_ name: String) -> Child {
      Child(name: name, least: 0, most: .max, limit: nil)
    }
    static func some(_ name: String) -> Child {
      Child(name: name, least: 1, most: .max, limit: nil)
    }
  }

  private static let balances: [Child] = [
    .maybe("OpeningDebitBalance", 20), .maybe("OpeningCreditBalance", 20),
    .maybe("ClosingDebitBalance", 20), .maybe("ClosingCreditBalance", 20),
  ]

  static let shape: [String: [Child]] = [
    "AuditFile": [.one("Header"), .maybe("MasterFiles"), .maybe("GeneralLedgerEntries")],
    "Header": [
      .one("AuditFileVersion", 9), .one("AuditFileCountry", 2), .maybe("AuditFileRegion", 9),
      .one("AuditFileDateCreated", 10), .one("SoftwareCompanyName", 70), .one("SoftwareID", 256),
      .one("SoftwareVersion", 18), .one("Company"), .one("DefaultCurrencyCode", 3),
      .maybe("SelectionCriteria"), .maybe("HeaderComment", 256), .one("TaxAccountingBasis", 18),
      .maybe("TaxEntity", 70),
    ],
    "Company": [
      .one("RegistrationNumber", 35), .one("Name", 70), .some("Address"), .some("Contact"),
      .any("TaxRegistration"),
    ],
    "Address": [
      .maybe("StreetName", 70), .maybe("Number", 18), .maybe("AdditionalAddressDetail", 70),
      .maybe("Building", 35), .one("City", 35), .maybe("PostalCode", 18), .maybe("Region", 35),
      .maybe("Country", 2),
    ],
    "Contact": [
      .one("ContactPerson"), .one("Telephone", 18), .maybe("Fax", 18), .maybe("Email", 70),
    ],
    "ContactPerson": [.one("FirstName", 35), .one("LastName", 70)],
    "TaxRegistration": [.one("TaxRegistrationNumber", 35)],
    "SelectionCriteria": [.one("SelectionStartDate", 10), .one("SelectionEndDate", 10)],
    "MasterFiles": [
      .maybe("GeneralLedgerAccounts"), .maybe("Customers"), .maybe("Suppliers"),
      .maybe("AnalysisTypeTable"),
    ],
    "GeneralLedgerAccounts": [.some("Account")],
    "Account": [.one("AccountID", 70), .one("AccountDescription", 256), .one("AccountType", 18)]
      + balances,
    "Customers": [.some("Customer")],
    "Customer": [
      .maybe("RegistrationNumber", 35), .one("Name", 70), .some("Address"), .any("Contact"),
      .one("CustomerID", 35), .maybe("AccountID", 70),
    ] + balances,
    "Suppliers": [.some("Supplier")],
    "Supplier": [
      .maybe("RegistrationNumber", 35), .one("Name", 70), .some("Address"), .any("Contact"),
      .one("SupplierID", 35), .maybe("AccountID", 70),
    ] + balances,
    "AnalysisTypeTable": [.some("AnalysisTypeTableEntry")],
    "AnalysisTypeTableEntry": [
      .one("AnalysisType", 9), .one("AnalysisTypeDescription", 256), .one("AnalysisID", 35),
      .one("AnalysisIDDescription", 256),
    ],
    "GeneralLedgerEntries": [
      .one("NumberOfEntries", 18), .one("TotalDebit", 20), .one("TotalCredit", 20), .any("Journal"),
    ],
    "Journal": [
      .one("JournalID", 18), .one("Description", 256), .one("Type", 9), .any("Transaction"),
    ],
    "Transaction": [
      .one("TransactionID", 70), .one("Period", 9), .one("PeriodYear", 4),
      .one("TransactionDate", 10), .maybe("SourceID", 35), .maybe("TransactionType", 18),
      .one("Description", 256), .maybe("BatchID", 35), .one("SystemEntryDate", 10),
      .one("GLPostingDate", 10), .maybe("CustomerID", 35), .maybe("SupplierID", 35),
      .maybe("SystemID", 35), .some("Line"),
    ],
    "Line": [
      .one("RecordID", 18), .one("AccountID", 70), .any("Analysis"), .maybe("ValueDate", 10),
      .maybe("SourceDocumentID", 35), .maybe("CustomerID", 35), .maybe("SupplierID", 35),
      .one("Description", 256), .maybe("DebitAmount"), .maybe("CreditAmount"),
    ],
    "Analysis": [.one("AnalysisType", 9), .one("AnalysisID", 35)],
    "DebitAmount": amount, "CreditAmount": amount,
  ]

  private static let amount: [Child] = [
    .one("Amount", 20), .maybe("CurrencyCode", 3), .maybe("CurrencyAmount", 20),
    .maybe("ExchangeRate", 20),
  ]
}

extension AuditFileReader: XMLParserDelegate {
  /// An element that begins where its parent may have one.
  public func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    if namespaceURI != "urn:OECD:StandardAuditFile-Taxation/2.00" {
      complain(parser, "\(name) is of \(namespaceURI ?? "no namespace")")
    }
    if open.isEmpty, name != "AuditFile" { complain(parser, "begins with \(name)") }
    if var parent = open.popLast() {
      enter(name, &parent, parser)
      open.append(parent)
    }
    open.append(Element(name: name))
  }

  private func enter(_ name: String, _ parent: inout Element, _ parser: XMLParser) {
    guard let shape = Self.shape[parent.name],
      let found = shape[parent.position...].firstIndex(where: { $0.name == name })
    else { return complain(parser, "\(name) stands in \(parent.name) where it must not") }
    if found == parent.position {
      parent.count += 1
      if parent.count > shape[found].most { complain(parser, "too many \(name)") }
      return
    }
    for index in parent.position..<found {
      let count = index == parent.position ? parent.count : 0
      if count < shape[index].least {
        complain(parser, "\(shape[index].name) is missing in \(parent.name)")
      }
    }
    parent.position = found
    parent.count = 1
  }

  /// A piece of an element's text.
  public func parser(_ parser: XMLParser, foundCharacters text: String) {
    guard !open.isEmpty else { return }
    open[open.count - 1].text += text
  }

  /// An element that ends, with all that it must have.
  public func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard let element = open.popLast() else { return }
    if let shape = Self.shape[name] {
      for index in element.position..<shape.count {
        let count = index == element.position ? element.count : 0
        if count < shape[index].least {
          complain(parser, "\(shape[index].name) is missing in \(name)")
        }
      }
      if !element.text.allSatisfy(\.isWhitespace) { complain(parser, "\(name) has text") }
      finish(element, parser)
    } else {
      leave(element, parser)
    }
  }

  /// A text: short enough, there, and kept for its element.
  private func leave(_ element: Element, _ parser: XMLParser) {
    guard let parent = open.last else { return }
    let child = Self.shape[parent.name]?.first { $0.name == element.name }
    let length = element.text.unicodeScalars.count
    if length > child?.limit ?? 0 || element.text.allSatisfy(\.isWhitespace) {
      complain(parser, "\(element.name) has \(length) characters")
    }
    open[open.count - 1].values[element.name] = element.text
  }

  /// An element with all its texts; those of amounts belong to their line.
  private func finish(_ element: Element, _ parser: XMLParser) {
    let values = element.values
    switch element.name {
    case "DebitAmount", "CreditAmount":
      let sign = element.name == "DebitAmount" ? "" : "-"
      guard !open.isEmpty else { return }
      if open[open.count - 1].values["amount"] != nil { complain(parser, "two amounts") }
      open[open.count - 1].values["amount"] = sign + (values["Amount"] ?? "")
      open[open.count - 1].values["currency"] = values["CurrencyCode"]
      open[open.count - 1].values["own"] = values["CurrencyAmount"].map { sign + $0 }
    case "Line":
      if values["amount"] == nil { complain(parser, "a line without amount") }
      lines.append(
        Line(
          account: values["AccountID"] ?? "", customer: values["CustomerID"] ?? "",
          supplier: values["SupplierID"] ?? "", amount: number(values["amount"], parser),
          currency: values["currency"] ?? "", own: values["own"].map { number($0, parser) }))
    case "Transaction": transactions.append(values["TransactionID"] ?? "")
    case "Account": add(values, "AccountID", to: &accounts, parser)
    case "Customer": add(values, "CustomerID", to: &customers, parser)
    case "Supplier": add(values, "SupplierID", to: &suppliers, parser)
    case "Header", "Company", "SelectionCriteria", "GeneralLedgerEntries":
      texts.merge(values) { first, _ in first }
    default: break
    }
  }

  private func add(
    _ values: [String: String], _ id: String, to list: inout [String: Balance], _ parser: XMLParser
  ) {
    let code = values[id] ?? ""
    if list[code] != nil { complain(parser, "\(id) \(code) stands there twice") }
    func balance(_ name: String) -> Decimal {
      if let debit = values[name + "DebitBalance"] { return number(debit, parser) }
      return -number(values[name + "CreditBalance"], parser)
    }
    list[code] = Balance(opening: balance("Opening"), closing: balance("Closing"))
  }

  private func number(_ text: String?, _ parser: XMLParser) -> Decimal {
    let places = (text ?? "").split(separator: ".", omittingEmptySubsequences: false)
    guard let text, places.count <= 2, places.count == 1 || places[1].count <= 2,
      let number = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
    else {
      complain(parser, "\(text ?? "nothing") is no amount with two decimals")
      return 0
    }
    return number
  }

  private func complain(_ parser: XMLParser, _ sentence: String) {
    if problems.count < 20 { problems.append("line \(parser.lineNumber): \(sentence)") }
  }
}
