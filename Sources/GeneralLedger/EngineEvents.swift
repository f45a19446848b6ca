import Inventory

/// The events the engine makes itself, and what documents are enriched with, as posting rules see
/// them.
///
/// **Stock.** Each line is a change of inventory; `value` and the counterparts carry its sign: a
/// receipt is positive, an issue negative. The counterparts of a line add up to its `value`. Rules
/// turn the sign where it reads better: `{side: debit, role: cost_of_sales, amount: -cost_of_sales}`.
public enum EngineEvents {
  /// Kinds made from valued stock movements.
  public static let stockKinds: [EventKind] = [
    "stock_opening", "stock_receipt", "stock_supplier_return", "stock_issue",
    "stock_customer_return", "stock_transfer", "stock_count", "stock_scrap", "stock_consumption",
    "stock_output", "stock_cover", "late_cost", "standard_revaluation",
  ]

  /// The schemas of all events that no document stream supplies.
  public static let schemas: [EventSchema] =
    stockKinds.map { EventSchema($0, header: stockHeader, line: stockLine) } + [
      realisedExchange, exchangeRevaluation, yearEnd,
    ]

  /// The name of a counterpart's field. A late cost is told apart by what charges it.
  static func field(_ role: CounterRole, isLandedCost: Bool) -> String {
    role == .lateCost ? (isLandedCost ? "landed_cost" : "bill_difference") : role.rawValue
  }

  /// What stands on the header of a stock event.
  static let stockHeader = [
    EventField("partner_key", .code), EventField("partner_group", .code),
    EventField("department_key", .code), EventField("project_key", .code),
  ]

  /// What stands on its lines.
  static let stockLine: [EventField] =
    [
      EventField("item_key", .code), EventField("category", .code),
      EventField("location_key", .code), EventField("reason", .code),
      EventField("quantity", .quantity),
      // Change of inventory.
      EventField("value", .baseAmount),
      // The document's own amount beside goods_received, supplier_return or bill_difference.
      EventField("document_amount", .amount), EventField("document_currency", .code),
    ]
    + CounterRole.allCases.filter { $0 != .lateCost }.map { EventField($0.rawValue, .baseAmount) }
    + [EventField("bill_difference", .baseAmount), EventField("landed_cost", .baseAmount)]

  /// A difference between the base value at which something was recorded and that at which it was
  /// settled. Exactly one of loss and gain is not zero; neither is negative.
  static let realisedExchange = EventSchema(
    "realised_exchange",
    header: [
      // receivable, payable or grni
      EventField("side", .code), EventField("partner_key", .code),
      EventField("partner_group", .code), EventField("exchange_loss", .baseAmount),
      EventField("exchange_gain", .baseAmount),
    ])

  /// The revaluation of one monetary account at a period's end, and its reversal the day after,
  /// which carries loss and gain turned round.
  static let exchangeRevaluation = EventSchema(
    "exchange_revaluation",
    header: [
      EventField("account", .code), EventField("is_reversal", .flag),
      EventField("exchange_loss", .baseAmount), EventField("exchange_gain", .baseAmount),
    ])

  /// The closing of income and expense to retained earnings: a line per account with its balance.
  static let yearEnd = EventSchema(
    "year_end", header: [],
    line: [
      // The account's balance, debit positive.
      EventField("account", .code), EventField("balance", .baseAmount),
    ])

  /// The schema of a document stream: its columns, and what the engine adds from the masters.
  /// `partner_group` comes with `partner_key`, `category` with `item_key`, `cash_account_code` (the
  /// ledger account of a bank account or till) with `cash_account_key`, and every amount has a
  /// companion in base currency, `total_base` for `total`: filled where a subledger carries its own
  /// base value, else left out, and the ledger converts.
  public static func document(
    _ kind: EventKind, header: [EventField], line: [EventField] = []
  ) -> EventSchema {
    EventSchema(
      kind, header: enriched(header + (additions[kind]?.header ?? [])),
      line: enriched(line + (additions[kind]?.line ?? [])))
  }

  private static func enriched(_ fields: [EventField]) -> [EventField] {
    let names = Set(fields.map(\.name))
    let pairs = [
      ("partner_key", "partner_group"), ("item_key", "category"),
      ("cash_account_key", "cash_account_code"),
      ("other_cash_account_key", "other_cash_account_code"),
    ]
    return fields
      + pairs.filter { names.contains($0.0) && !names.contains($0.1) }
      .map { EventField($0.1, .code) }
      + fields.filter { $0.type == .amount && !names.contains($0.name + "_base") }
      .map { EventField($0.name + "_base", .baseAmount) }
  }

  /// What subledgers add to documents.
  private static let additions: [EventKind: (header: [EventField], line: [EventField])] = [
    // What an application does, from `Settlement`; `side` and `from_side` are those of the items.
    "applications": (
      [
        EventField("side", .code), EventField("from_side", .code),
        EventField("partner_key", .code), EventField("from_amount", .amount),
        EventField("from_currency", .code), EventField("exchange_loss", .baseAmount),
        EventField("exchange_gain", .baseAmount),
        EventField("crosses_currencies", .flag),
      ], []
    ),
    // Whether a charge is spread over received goods, from `landed_costs`, and whether goods or
    // services have an order or receipt line to be matched with.
    "purchase_bills": ([], [EventField("is_landed", .flag), EventField("is_matched", .flag)]),
    // The parts of a line that stand against deliveries made before and still to be made, from
    // `RevenueCutOff`.
    "sales_invoices": (
      [], [EventField("delivered_amount", .amount), EventField("undelivered_amount", .amount)]
    ),
    // The parts of a delivery that were invoiced before and not.
    "deliveries": (
      [],
      [
        EventField("invoiced_amount", .amount), EventField("uninvoiced_amount", .amount),
      ]
    ),
  ]
}
