public import AccountingValues

/// The use of one open item against another: a payment for an invoice, a credit note for a bill, an
/// advance for the final invoice. Items and applications are many to many.
///
/// **Sign**: amounts are positive when they settle, that is move both items towards zero; a reversed
/// application is another one with negative amounts.
public struct Application: Hashable, Sendable {
  /// What settles.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Money.
    case payment
    /// An advance, from its own control account.
    case advance
    /// A credit or debit note.
    case creditNote = "credit_note"
    /// A receivable against a payable of the same partner.
    case contra
    /// A discount taken for paying early.
    case earlyDiscount = "early_discount"
    /// Tax withheld by the payer.
    case withholding
    /// An amount given up.
    case writeOff = "write_off"
    /// A charge the bank kept.
    case bankCharge = "bank_charge"
    /// The rounding of cash to the smallest coin.
    case cashRounding = "cash_rounding"
    /// A gift card or loyalty balance.
    case storedValue = "stored_value"
  }

  /// In place of an item's index: there is no item on this side, as with a write-off.
  public static let none: Int32 = -1
  /// In place of an item's index: the source names an item that is not there.
  public static let unknown: Int32 = -2
  /// In place of an instalment: fill them in due order.
  public static let unaddressed: Int16 = -1

  /// What settles.
  public var kind: Kind
  /// Index of the item that is used: the payment, the credit note, the advance. `none` for a
  /// write-off, discount, withholding or charge; `unknown` when the source names one that is missing.
  public var from: Int32
  /// Index of the item that is settled, or `unknown`.
  public var to: Int32
  /// Position of the settled instalment within its item as the source lists it, or `unaddressed`.
  public var instalment: Int16
  /// Whether a policy made it because the source states none (flag `inferred_application`).
  public var isInferred: Bool
  /// Its own date: what *restated* goes by.
  public var date: CivilDate
  /// The date it was posted on: what *as filed* goes by.
  public var postingDate: CivilDate
  /// What is taken off `from`, in minor units of its currency; 0 when there is none.
  public var fromMinor: Int64
  /// What is taken off `to`, in minor units of its currency.
  public var toMinor: Int64
  /// What is taken off `from` in base, when the source states it; else its carrying amount pro rata.
  public var fromBaseMinor: Int64?
  /// What is taken off `to` in base, when the source states it; else its carrying amount pro rata.
  public var toBaseMinor: Int64?

  /// An application. Without a posting date it was posted on its own date.
  public init(
    kind: Kind, from: Int32, to: Int32, instalment: Int16 = Application.unaddressed,
    date: CivilDate, postingDate: CivilDate? = nil, fromMinor: Int64, toMinor: Int64,
    fromBaseMinor: Int64? = nil, toBaseMinor: Int64? = nil, isInferred: Bool = false
  ) {
    self.kind = kind
    self.from = from
    self.to = to
    self.instalment = instalment
    self.isInferred = isInferred
    self.date = date
    self.postingDate = postingDate ?? date
    self.fromMinor = fromMinor
    self.toMinor = toMinor
    self.fromBaseMinor = fromBaseMinor
    self.toBaseMinor = toBaseMinor
  }
}

/// What an application does to the two control accounts: computed once, in the order of posting, and
/// the same in every view.
public struct Settlement: Hashable, Sendable {
  /// Whether the application counts; a quarantined one has a finding and moves nothing.
  public var isCounted: Bool
  /// The first day on which it counts as filed: not before both of its items are posted.
  public var postingDate: CivilDate
  /// The first day on which it counts restated: not before the own dates of both items.
  public var date: CivilDate
  /// The base amount taken off `from`; positive when it settles.
  public var fromBaseMinor: Int64
  /// The base amount taken off `to`; positive when it settles.
  public var toBaseMinor: Int64
  /// The realised exchange difference in base: a loss is positive, as its debit is; 0 without `from`.
  public var exchangeLossMinor: Int64
}
