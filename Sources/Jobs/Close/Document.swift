import AccountingValues
import Extraction
import GeneralLedger

/// A document of the source with its lines, rounded once and brought to base.
struct Document {
  let header: StreamRow
  let lines: [StreamRow]
  /// The day it is computed on: its accounting date, or the first open day for a late one.
  let date: CivilDate
  let currency: Currency
  /// Minor units of `currency`.
  let total: Int64
  let netByLine: [Int64]
  let taxByLine: [Int64]
  /// Tax that the header states and no line carries.
  let headerTax: Int64
  /// What the header states beyond its lines.
  let difference: Int64
  /// Minor units of the base currency, in the same order.
  let baseTotal: Int64
  let baseNetByLine: [Int64]
  let baseTaxByLine: [Int64]
  let baseHeaderTax: Int64
  let conversion: CurrencyConversion?

  /// The base amount of `difference`: what is left of the total.
  var baseDifference: Int64 {
    baseTotal - baseNetByLine.reduce(0, +) - baseTaxByLine.reduce(0, +) - baseHeaderTax
  }
  var key: SourceKey { header.key }
  var number: String { header.documentNumber }
  var documentDate: CivilDate { header.date("document_date") ?? date }
}

/// Makes documents from headers and lines that stream in one order.
struct DocumentAssembly {
  private let scope: CloseScope
  private let conversion: BaseConversion
  private(set) var findings: [Finding] = []
  /// Documents left out with a finding, in count and exact amount.
  private(set) var quarantined: [String: QuarantineCount] = [:]

  struct QuarantineCount {
    var rows = 0
    var amount = ExactDecimal.zero
  }

  init(scope: CloseScope, conversion: BaseConversion) {
    self.scope = scope
    self.conversion = conversion
  }

  /// The document, or `nil` when it is quarantined with a finding.
  mutating func document(
    header: StreamRow, lines: [StreamRow], date: CivilDate
  ) -> Document? {
    let currency = header.currency() ?? scope.base
    do {
      let rounding = try DocumentRounding(
        lines: lines.flatMap { [$0.decimal("net_amount") ?? .zero, tax(of: $0)] }
          + [try headerTax(header, lines)],
        stated: header.decimal("total"), currency: currency, limit: scope.roundingLimit.on(date))
      guard !rounding.exceedsLimit else {
        quarantine(header, differenceFinding(header, rounding, currency))
        return nil
      }
      return try converted(header, lines, date: date, currency: currency, rounding)
    } catch {
      quarantine(header, rangeFinding(header, error))
      return nil
    }
  }

  private func tax(of line: StreamRow) -> ExactDecimal {
    line.layout.position(of: "tax_amount") == nil ? .zero : line.decimal("tax_amount") ?? .zero
  }

  private func taxCode(of line: StreamRow) -> String {
    line.layout.position(of: "tax_code") == nil ? "" : line.text("tax_code") ?? ""
  }

  /// Tax of a source that states it on the header only.
  private func headerTax(
    _ header: StreamRow, _ lines: [StreamRow]
  ) throws(ValueError) -> ExactDecimal {
    guard lines.allSatisfy({ tax(of: $0).isZero }),
      header.layout.position(of: "tax_total") != nil
    else { return .zero }
    return header.decimal("tax_total") ?? .zero
  }

  private mutating func converted(
    _ header: StreamRow, _ lines: [StreamRow], date: CivilDate, currency: Currency,
    _ rounding: DocumentRounding
  ) throws(ValueError) -> Document? {
    var net: [Int64] = []
    var taxes: [Int64] = []
    for index in lines.indices {
      net.append(rounding.lines[2 * index])
      taxes.append(rounding.lines[2 * index + 1])
    }
    let headerTax = rounding.lines.last ?? 0
    var baseNet = net
    var baseTaxes = taxes + [headerTax]
    var baseTotal = rounding.total
    var used: CurrencyConversion?
    if currency != scope.base {
      let kind = header.text("rate_type").flatMap { ExchangeRate.Kind(rawValue: $0) } ?? .spot
      guard
        let found = conversion.conversion(
          from: currency, stated: header.decimal("exchange_rate"), kind: kind,
          on: header.date("accounting_date") ?? date)
      else {
        quarantine(
          header,
          missingRate(
            currency, to: scope.base, on: header.date("accounting_date") ?? date,
            stream: header.stream, key: header.key, document: header.documentNumber))
        return nil
      }
      (baseNet, baseTaxes) = try BaseConversion.parts(
        nets: net,
        taxes: zip(lines, taxes).map { (taxCode(of: $0), $1) } + [("", headerTax)], by: found)
      baseTotal = try found.converted(rounding.total)
      used = found
    }
    return Document(
      header: header, lines: lines, date: date, currency: currency, total: rounding.total,
      netByLine: net, taxByLine: taxes, headerTax: headerTax,
      difference: rounding.difference,
      baseTotal: baseTotal,
      baseNetByLine: baseNet, baseTaxByLine: Array(baseTaxes.dropLast()),
      baseHeaderTax: baseTaxes.last ?? 0,
      conversion: used)
  }

  private mutating func quarantine(_ header: StreamRow, _ finding: Finding) {
    findings.append(finding)
    var count = quarantined[header.stream] ?? QuarantineCount()
    count.rows += 1
    count.amount =
      (try? count.amount.adding(header.decimal("total") ?? .zero)) ?? count.amount
    quarantined[header.stream] = count
  }

  private func differenceFinding(
    _ header: StreamRow, _ rounding: DocumentRounding, _ currency: Currency
  ) -> Finding {
    Finding(
      code: "SRC-110", severity: .error, origin: header.stream, key: header.key.displayText,
      document: header.documentNumber,
      amount: Money(minor: rounding.difference, in: currency),
      message:
        "the document's total differs from its lines by \(rounding.exactDifference) \(currency),"
        + " more than rounding explains",
      action: "correct the document in the ERP, or raise rounding_limit for the company")
  }

  private func rangeFinding(_ header: StreamRow, _ error: ValueError) -> Finding {
    Finding(
      code: "SRC-111", severity: .error, origin: header.stream, key: header.key.displayText,
      document: header.documentNumber, message: "an amount of the document \(error)",
      action: "correct the amount in the ERP")
  }
}
