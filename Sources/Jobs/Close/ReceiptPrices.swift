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

  /// By stock event.
  private(set) var prices: [Int32: Price] = [:]
  private(set) var findings: [Finding] = []
  /// The key under which each receipt and return meets its bills.
  private(set) var keys: [Int32: SourceKey] = [:]
  private let conversion: BaseConversion
  private let documents: PurchaseDocuments
  private let costing: CostingPolicy
  private let billed: [SourceKey: [BillMatching.BilledPrice]]
  private var currencies: [SourceKey: Currency] = [:]

  init(
    _ events: StockEvents, values: StockValues, documents: PurchaseDocuments, bills: BillMatching,
    conversion: BaseConversion, costing: CostingPolicy
  ) {
    self.conversion = conversion
    self.documents = documents
    self.costing = costing
    billed = bills.prices
    keys = BillMatching.keys(of: events, documents: documents)
    for (index, event) in events.enumerated() where event.isPurchase {
      guard let key = keys[Int32(index)], values.minor[index] != nil else { continue }
      if currencies[key] == nil { currencies[key] = event.currency }
    }
    for (index, event) in events.enumerated()
    where event.isReceipt && event.isOwn && event.quantity.micros > 0
      && event.priceState != "free" && values.minor[index] == nil
    {
      guard let stated = stated(of: event, Int32(index)) else { continue }
      value(event, Int32(index), stated)
    }
  }

  /// The currency in which a receipt or return without a value of its own meets its bills: that of
  /// what else is under its key, else of its order, else of its bill, else its own.
  func currency(of index: Int32, _ event: StockEvent) -> Currency {
    guard let key = keys[index] else { return event.currency }
    return currencies[key] ?? documents.statedCurrency(ofKey: key)
      ?? billed[key]?.first?.currency ?? event.currency
  }

  // MARK: Prices

  private struct Stated {
    let state: PriceState
    let currency: Currency
    let minor: Int64
  }

  /// The first of document and order in the company's chain that prices a receipt. What a bill of
  /// that day or before says is what the receipt costs, whatever the chain.
  private func stated(of event: StockEvent, _ index: Int32) -> Stated? {
    for source in costing.missingPrice(on: event.date) {
      switch source {
      case .document:
        if let found = lineValue(of: event) { return found }
      case .purchaseOrder:
        if let found = orderValue(of: event) { return found }
      case .lastLayer, .standard: continue
      }
    }
    return billValue(of: event, index)
  }

  /// The expected value that the receipt's own line states, pro rata of its quantity.
  private func lineValue(of event: StockEvent) -> Stated? {
    guard event.documentStream == "goods_receipts", let key = event.documentLine,
      let line = documents.receiptLines[key], line.quantity.micros > 0,
      let minor = Self.part(line.minor, event.quantity, of: line.quantity)
    else { return nil }
    return Stated(state: .documented, currency: line.currency, minor: minor)
  }

  private func orderValue(of event: StockEvent) -> Stated? {
    guard event.documentStream == "goods_receipts", let line = event.documentLine,
      let key = documents.orderLineOfReceiptLine[line], let order = documents.orderLines[key],
      let price = order.unitPrice,
      let amount = try? event.quantity.valued(at: price, in: order.currency)
    else { return nil }
    return Stated(state: .expected, currency: order.currency, minor: amount.minor)
  }

  private func billValue(of event: StockEvent, _ index: Int32) -> Stated? {
    guard let key = keys[index], let bill = billed[key]?.first(where: { $0.date <= event.date }),
      let minor = Self.part(bill.minor, event.quantity, of: bill.quantity)
    else { return nil }
    return Stated(state: .documented, currency: bill.currency, minor: minor)
  }

  private static func part(_ minor: Int64, _ quantity: Quantity, of whole: Quantity) -> Int64? {
    quantity == whole
      ? minor : try? Rounding.scaled(minor, times: quantity.micros, over: whole.micros)
  }

  private mutating func value(_ event: StockEvent, _ index: Int32, _ stated: Stated) {
    guard
      let rate = conversion.conversion(
        from: stated.currency, stated: event.currency == stated.currency ? event.statedRate : nil,
        kind: .spot, on: event.ownDate), let base = try? rate.converted(stated.minor)
    else {
      findings.append(
        missingRate(
          stated.currency, to: conversion.base, on: event.ownDate, stream: "stock_movements",
          key: event.key, document: event.documentText))
      return
    }
    if let key = keys[index], currencies[key] == nil { currencies[key] = stated.currency }
    prices[index] = Price(
      state: stated.state,
      value: Value(currency: stated.currency, minor: stated.minor, base: base))
  }

  /// A value in base as the purchase's currency has it: at the rate of the receipt that a return goes
  /// back on, else at the day's.
  func value(
    base: Int64, of index: Int32, _ event: StockEvent, receipt: Value?
  ) -> Value {
    let currency = currency(of: index, event)
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
