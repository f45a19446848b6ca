import AccountingValues
import Extraction
import GeneralLedger
import Inventory
import Subledgers

/// What documents say of receipts whose movement states no value, and in which currency purchases
/// without a value of their own stand.
///
/// A receipt is compared with its bill in the currency of the purchase. One that states neither value
/// nor currency takes both from the document that prices it, at the rate of its own day:
///
///     order  10 at 5.00 USD · receipt 10, no price, at 0.90 EUR: 50.00 USD = 45.00 EUR
///     bill   10 for 55.00 USD at 0.95: 5.00 USD × 0.90 late cost, the rest of 52.25 exchange
struct ReceiptPrices {
  /// A value in the currency of the purchase, and in base.
  struct Value: Equatable {
    var currency: Currency
    var minor: Int64
    var base: Int64
  }

  /// A value with where it comes from: `documented` or `expected`.
  struct Price {
    let state: PriceState
    let value: Value
  }

  /// Prices by stock event.
  struct Prices {
    fileprivate struct Stated {
      let minor: Int64
      let base: Int64
      let currency: Int16
      let state: PriceState
    }

    fileprivate var events = EventSubset.none
    fileprivate var stated: [Stated] = []
    fileprivate var currencies = CurrencyNumbers()

    subscript(event: Int32) -> Price? {
      guard let number = events.number(of: Int(event)) else { return nil }
      let found = stated[number]
      return Price(
        state: found.state,
        value: Value(currency: currencies[found.currency], minor: found.minor, base: found.base))
    }
  }

  /// What documents say of receipts whose movement states no value.
  private(set) var prices = Prices()
  private(set) var findings: [Finding] = []
  private let conversion: BaseConversion
  private let documents: PurchaseDocuments
  private let costing: CostingPolicy
  /// By number of the goods, numbers in `prices`.
  private var currencies: [Int16]

  init(
    _ events: StockEvents, values: StockValues, documents: PurchaseDocuments,
    matching: PurchaseMatching, conversion: BaseConversion, costing: CostingPolicy
  ) {
    self.conversion = conversion
    self.documents = documents
    self.costing = costing
    currencies = Array(repeating: CurrencyNumbers.none, count: matching.goodsCount)
    for purchase in matching.events[matching.purchaseIndices]
    where values.minor(of: Int(purchase.document)) != nil {
      note(events[Int(purchase.document)].currency, ofGoods: purchase.orderLine)
    }
    var priced: [Int32] = []
    for purchase in matching.events[matching.purchaseIndices] {
      let event = events[Int(purchase.document)]
      guard event.isReceipt, event.isOwn, event.quantity.micros > 0, event.priceState != "free",
        values.minor(of: Int(purchase.document)) == nil,
        let stated = stated(of: event, purchase.orderLine, matching),
        value(event, purchase.orderLine, stated)
      else { continue }
      priced.append(purchase.document)
    }
    prices.events = EventSubset(priced, of: priced.isEmpty ? 0 : events.count)
    for goods in currencies.indices where currencies[goods] == CurrencyNumbers.none {
      let ordered = matching.orderLine(ofGoods: Int32(goods))
        .flatMap { documents.statedCurrency(ofOrderLine: $0) }
      let other =
        ordered
        ?? matching.price(ofGoods: Int32(goods), through: .latest).map { matching.currency(of: $0) }
      if let other { note(other, ofGoods: Int32(goods)) }
    }
  }

  /// The currency in which a receipt or return without a value of its own meets its bills: that of
  /// what else is under its number of goods, else of its order, else of its bill, else its own.
  func currency(ofGoods goods: Int32, _ event: StockEvent) -> Currency {
    let number = currencies[Int(goods)]
    return number == CurrencyNumbers.none ? event.currency : prices.currencies[number]
  }

  /// The first currency that goods are seen in is theirs.
  private mutating func note(_ currency: Currency, ofGoods goods: Int32) {
    guard currencies[Int(goods)] == CurrencyNumbers.none else { return }
    currencies[Int(goods)] = prices.currencies.number(of: currency)
  }

  // MARK: Prices

  private struct Stated {
    let state: PriceState
    let currency: Currency
    let minor: Int64
  }

  /// The first of document and order in the company's chain that prices a receipt. What a bill of
  /// that day or before says is what the receipt costs, whatever the chain.
  private func stated(
    of event: StockEvent, _ goods: Int32, _ matching: PurchaseMatching
  ) -> Stated? {
    for source in costing.missingPrice(on: event.date) {
      switch source {
      case .document:
        if let found = lineValue(of: event) { return found }
      case .purchaseOrder:
        if let found = orderValue(of: event) { return found }
      case .lastLayer, .standard: continue
      }
    }
    return billValue(of: event, goods, matching)
  }

  /// The expected value that the receipt's own line states, pro rata of its quantity.
  private func lineValue(of event: StockEvent) -> Stated? {
    guard event.documentStream == "goods_receipts", let key = event.documentLine,
      let line = documents.receiptLine(key), line.quantity.micros > 0,
      let minor = Self.part(line.minor, event.quantity, of: line.quantity)
    else { return nil }
    return Stated(state: .documented, currency: line.currency, minor: minor)
  }

  private func orderValue(of event: StockEvent) -> Stated? {
    guard event.documentStream == "goods_receipts", let line = event.documentLine,
      let order = documents.orderLine(ofReceiptLine: line), let price = order.unitPrice,
      let amount = try? event.quantity.valued(at: price, in: order.currency)
    else { return nil }
    return Stated(state: .expected, currency: order.currency, minor: amount.minor)
  }

  private func billValue(
    of event: StockEvent, _ goods: Int32, _ matching: PurchaseMatching
  ) -> Stated? {
    guard let bill = matching.price(ofGoods: goods, through: event.date),
      let minor = Self.part(
        bill.amountMinor, event.quantity, of: Quantity(micros: bill.quantityMicros))
    else { return nil }
    return Stated(state: .documented, currency: matching.currency(of: bill), minor: minor)
  }

  private static func part(_ minor: Int64, _ quantity: Quantity, of whole: Quantity) -> Int64? {
    quantity == whole
      ? minor : try? Rounding.scaled(minor, times: quantity.micros, over: whole.micros)
  }

  /// Values a receipt at the rate of its day; `false` where none is there.
  private mutating func value(_ event: StockEvent, _ goods: Int32, _ stated: Stated) -> Bool {
    guard
      let rate = conversion.conversion(
        from: stated.currency, stated: event.currency == stated.currency ? event.statedRate : nil,
        kind: .spot, on: event.ownDate), let base = try? rate.converted(stated.minor)
    else {
      findings.append(
        missingRate(
          stated.currency, to: conversion.base, on: event.ownDate, stream: "stock_movements",
          key: event.key, document: event.documentText))
      return false
    }
    note(stated.currency, ofGoods: goods)
    prices.stated.append(
      Prices.Stated(
        minor: stated.minor, base: base, currency: prices.currencies.number(of: stated.currency),
        state: stated.state))
    return true
  }

  /// A value in base as the purchase's currency has it: at the rate of the receipt that a return goes
  /// back on, else at the day's.
  func value(
    base: Int64, ofGoods goods: Int32, _ event: StockEvent, receipt: Value?
  ) -> Value {
    let currency = currency(ofGoods: goods, event)
    var minor = base
    if currency != conversion.base {
      if let receipt, receipt.currency == currency, receipt.base != 0,
        let scaled = try? Rounding.scaled(base, times: receipt.minor, over: receipt.base)
      {
        minor = scaled
      } else {
        let rate = conversion.rates.conversion(
          from: conversion.base, to: currency, kind: .spot, on: event.ownDate)
        minor = rate.flatMap { try? $0.converted(base) } ?? 0
      }
    }
    return Value(currency: currency, minor: minor, base: base)
  }
}
