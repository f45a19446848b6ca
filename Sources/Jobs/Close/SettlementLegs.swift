import Subledgers

/// The two sides of an application as posting rules see them: the settled item on receivables or
/// payables, and what settles it.
///
/// The items decide which accounts these are, whatever the source calls the application. `amount`
/// is positive when it takes an invoice or bill off its account and negative when it takes a credit
/// off; `fromAmount` is positive when it takes the credit off that pays it. A contra takes an invoice
/// off one side and a bill off the other, so there both are positive.
struct SettlementLegs {
  /// What the application stands between.
  let kind: Application.Kind
  /// The item on receivables or payables; never an advance while the other is none.
  let settled: OpenItem
  /// The item that settles; `nil` for discounts, charges and write-offs.
  let from: OpenItem?
  let amount: (minor: Int64, base: Int64)
  let fromAmount: (minor: Int64, base: Int64)

  /// Whether both items stand on one control account in one currency, so that only a difference of
  /// their base values is posted.
  var staysWithinAccount: Bool {
    (kind == .payment || kind == .creditNote) && from?.currency == settled.currency
  }

  init(_ application: Application, _ settlement: Settlement, items: [OpenItem]) {
    let to = items[Int(application.to)]
    let toAmount = (application.toMinor, settlement.toBaseMinor)
    guard application.from >= 0 else {
      kind = application.kind
      settled = to
      from = nil
      amount = Self.signed(toAmount, positive: to.amountMinor >= 0)
      fromAmount = (0, 0)
      return
    }
    let source = items[Int(application.from)]
    let sourceAmount = (application.fromMinor, settlement.fromBaseMinor)
    kind = Self.kind(of: application, from: source, to: to)
    // A refund settles the advance; the refund is what stands on receivables.
    let isTurned = kind == .advance && to.kind == .advance
    let (first, second) = isTurned ? (source, to) : (to, source)
    settled = first
    from = second
    amount = Self.signed(
      isTurned ? sourceAmount : toAmount, positive: first.amountMinor >= 0)
    fromAmount = Self.signed(
      isTurned ? toAmount : sourceAmount,
      positive: (second.amountMinor < 0) != (kind == .contra))
  }

  private static func kind(
    of application: Application, from: OpenItem, to: OpenItem
  ) -> Application.Kind {
    if from.side != to.side { return .contra }
    if (from.kind == .advance) != (to.kind == .advance) { return .advance }
    return application.kind == .advance || application.kind == .contra ? .payment : application.kind
  }

  private static func signed(
    _ amount: (minor: Int64, base: Int64), positive: Bool
  ) -> (minor: Int64, base: Int64) {
    positive ? amount : (-amount.minor, -amount.base)
  }
}
