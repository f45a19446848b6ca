public import AccountingValues

/// Which of the two subledgers of a company an item belongs to.
public enum SubledgerSide: String, Hashable, Sendable, CaseIterable {
  /// What customers owe.
  case receivable
  /// What the company owes its suppliers.
  case payable

  /// The factor from an amount of this side to debit positive, credit negative.
  public var debitSign: Int64 { self == .receivable ? 1 : -1 }
}

/// A document that stands open in the receivables or payables ledger until applications settle it.
///
/// **Sign**: an amount is positive when it adds to what the side is about. An invoice to a customer
/// and a bill from a supplier are both positive; credit notes, payments and advances are negative on
/// either side. A supplier's debit note is therefore negative, a debit note to a customer positive.
/// `SubledgerSide.debitSign` leads from there to debit and credit.
///
/// Ids are dense numbers of the run; nothing is ordered by them but results that get their order
/// elsewhere.
public struct OpenItem: Hashable, Sendable {
  /// What kind of document the item is.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A customer's invoice or a supplier's bill.
    case invoice
    /// A reduction of an invoice or bill.
    case creditNote = "credit_note"
    /// A further charge to a customer, or the company's claim on a supplier.
    case debitNote = "debit_note"
    /// Money received or paid; what is not applied of it is unapplied cash.
    case payment
    /// Money received or paid for goods to come, kept on its own control account.
    case advance
    /// An item taken over at go-live.
    case opening
  }

  /// Receivable or payable.
  public var side: SubledgerSide
  /// The kind of document.
  public var kind: Kind
  /// Dense id of the customer or supplier, from 0.
  public var partner: Int32
  /// The caller's ordinal of the document: its key and number are found by it.
  public var document: Int32
  /// Index into the subledger's list of currencies.
  public var currency: Int32
  /// The date printed on the document.
  public var documentDate: CivilDate
  /// The document's own accounting date: what *restated* goes by.
  public var date: CivilDate
  /// The date it was posted on: what *as filed* goes by. Later than `date` only for a document that
  /// came in after its period was closed.
  public var postingDate: CivilDate
  /// When it is due, unless instalments say so.
  public var dueDate: CivilDate
  /// The original amount in the document's currency, in minor units.
  public var amountMinor: Int64
  /// The original amount in the base currency, in minor units.
  public var baseMinor: Int64
  /// The first of the item's instalments in the subledger's list.
  public var firstInstalment: Int32
  /// How many instalments it has; 0 when it is due at once.
  public var instalmentCount: Int32

  /// An item. Without a posting date it was posted on its own date.
  public init(
    side: SubledgerSide, kind: Kind, partner: Int32, document: Int32, currency: Int32,
    documentDate: CivilDate, date: CivilDate, postingDate: CivilDate? = nil, dueDate: CivilDate,
    amountMinor: Int64, baseMinor: Int64, firstInstalment: Int32 = 0, instalmentCount: Int32 = 0
  ) {
    self.side = side
    self.kind = kind
    self.partner = partner
    self.document = document
    self.currency = currency
    self.documentDate = documentDate
    self.date = date
    self.postingDate = postingDate ?? date
    self.dueDate = dueDate
    self.amountMinor = amountMinor
    self.baseMinor = baseMinor
    self.firstInstalment = firstInstalment
    self.instalmentCount = instalmentCount
  }

  /// The original amount as debit positive, credit negative, in minor units.
  var debitMinor: Int64 { side.debitSign * amountMinor }
}

/// A part of an open item with a due date of its own.
public struct Instalment: Hashable, Sendable {
  /// When the part is due.
  public var dueDate: CivilDate
  /// The part, in minor units of the item's currency and with the item's sign.
  public var amountMinor: Int64

  /// An instalment.
  public init(dueDate: CivilDate, amountMinor: Int64) {
    self.dueDate = dueDate
    self.amountMinor = amountMinor
  }
}
