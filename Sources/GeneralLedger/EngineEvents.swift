import Inventory

/// The events the engine makes itself, beside documents, as posting rules see them.
///
/// **Stock.** Each line is a change of inventory; `value` and the counterparts carry its sign: a
/// receipt is positive, an issue negative. The counterparts of a line add up to its `value`. Rules
/// turn the sign where it reads better: `{side: debit, role: cost_of_sales, amount: -cost_of_sales}`.
///
/// **Settlement.** What an application moves besides the open items: `amount` is taken off the item
/// that is settled, `from_amount` off the one that settles, each with its carrying base amount;
/// `exchange_loss` is their difference, a gain negative.
///
/// **Period end.** Money in foreign currency is valued at the closing rate: `exchange_loss` is what it
/// is worth less, a gain negative, and moves base alone. Entries that end with the period are undone on
/// the day after by events that repeat their lines: what stood in debit there is `debit` here.
///
/// **Year end.** Each line is the `balance` of an account of income or expense in one currency, or the
/// `result` that all of a currency come to, debit positive: together they are zero.
public enum EngineEvents {
  /// Kinds made from valued stock movements.
  public static let stockKinds: [EventKind] = [
    "stock_opening", "stock_receipt", "stock_supplier_return", "stock_issue",
    "stock_customer_return", "stock_transfer", "stock_count", "stock_scrap", "stock_consumption",
    "stock_output", "stock_cover", "late_cost", "standard_revaluation", "production_settlement",
    "stock_restatement",
  ]

  /// The schemas of all events that no document stream supplies.
  public static let schemas: [EventSchema] =
    stockKinds.map { EventSchema($0, header: stockHeader, line: stockLine) } + [
      EventSchema("settlements", header: settlement),
      // What a production order absorbs and gives up beside stock, as changes of work in progress: what
      // it cost above standard is negative. `variance` is the sum of its causes.
      EventSchema(
        "production_orders",
        header: [
          EventField("labour", .baseAmount), EventField("overhead", .baseAmount),
          EventField("variance", .baseAmount),
        ] + ProductionVariance.Cause.allCases.map { EventField($0.rawValue, .baseAmount) }),
      // What stock is worth less than it cost, item by item; positive writes down.
      EventSchema(
        "stock_allowance", header: [EventField("document_stream", .code)],
        line: [
          EventField("item_key", .code), EventField("category", .code),
          EventField("allowance", .baseAmount), EventField("write_down", .baseAmount),
          EventField("cost_of_sales", .baseAmount),
        ]),
      // Between items of one control account, and between receipts and bills.
      EventSchema("realised_exchange", header: exchange),
      EventSchema("grni_exchange", header: exchange),
      EventSchema("unrealised_exchange", header: valuation),
      EventSchema("currency_residue", header: valuation),
      EventSchema("unrealised_exchange_reversal", header: [], line: reversal),
      // A partner on the other side of the control account: `amount` is positive.
      EventSchema(
        "reclassification",
        header: [
          EventField("side", .code), EventField("partner_key", .code),
          EventField("partner_group", .code), EventField("amount", .baseAmount),
        ]),
      EventSchema(
        "reclassification_reversal",
        header: [EventField("partner_key", .code), EventField("partner_group", .code)],
        line: reversal),
      EventSchema(.yearEnd, header: [], line: yearEnd),
      // What a closed period has on other accounts than today's configuration names.
      EventSchema("configuration_correction", header: [], line: reversal),
      EventSchema(
        "grni_difference",
        header: [EventField("difference", .amount), EventField("difference_base", .baseAmount)]),
    ]

  /// The name of a counterpart's field. A late cost is told apart by what charges it.
  static func field(_ role: CounterRole, isLandedCost: Bool) -> String {
    role == .lateCost ? (isLandedCost ? "landed_cost" : "bill_difference") : role.rawValue
  }

  /// What stands on the header of a stock event.
  private static let stockHeader = [
    EventField("document_stream", .code), EventField("partner_key", .code),
    EventField("partner_group", .code), EventField("department_key", .code),
    EventField("project_key", .code),
  ]

  /// What stands on its lines.
  private static let stockLine: [EventField] =
    [
      EventField("item_key", .code), EventField("category", .code),
      EventField("location_key", .code), EventField("reason", .code),
      EventField("owner", .code),
      // Whether no document explains the movement.
      EventField("residual", .flag),
      EventField("quantity", .quantity),
      // Change of inventory.
      EventField("value", .baseAmount),
      // The document's own amount beside goods_received, supplier_return or bill_difference.
      EventField("document_amount", .amount), EventField("document_currency", .code),
    ]
    + CounterRole.allCases.filter { $0 != .lateCost }.map { EventField($0.rawValue, .baseAmount) }
    + [EventField("bill_difference", .baseAmount), EventField("landed_cost", .baseAmount)]

  /// What an application of one item against another, or of none, moves.
  private static let settlement = [
    // receivable or payable: the side of the settled item
    EventField("side", .code), EventField("kind", .code), EventField("partner_key", .code),
    EventField("partner_group", .code), EventField("amount", .amount),
    EventField("amount_base", .baseAmount), EventField("from_amount", .amount),
    EventField("from_amount_base", .baseAmount), EventField("from_currency", .code),
    EventField("exchange_loss", .baseAmount),
  ]

  /// A difference between the base value at which something was recorded and that at which it was
  /// settled: the account moves in base alone, in the event's currency.
  private static let exchange = [
    EventField("side", .code), EventField("partner_key", .code), EventField("partner_group", .code),
    EventField("exchange_loss", .baseAmount),
  ]

  /// What money in a foreign currency is worth less at a period's closing rate.
  private static let valuation = [
    // receivable, payable or grni for open items; account for the balance of `account`
    EventField("valued", .code), EventField("account", .code),
    EventField("exchange_loss", .baseAmount),
  ]

  /// A line of the entry that is undone, as it stood there: debit positive.
  private static let reversal = [
    EventField("account", .code), EventField("currency", .code), EventField("debit", .amount),
    EventField("debit_base", .baseAmount),
  ]

  /// A balance of income or expense, or what all of one currency come to; debit positive.
  private static let yearEnd = [
    EventField("account", .code), EventField("currency", .code), EventField("balance", .amount),
    EventField("balance_base", .baseAmount), EventField("result", .amount),
    EventField("result_base", .baseAmount),
  ]
}

extension EventKind {
  /// Income and expense of a year go to retained earnings.
  public static let yearEnd = EventKind("year_end")
}
