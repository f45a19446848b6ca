import AccountingValues
import GeneralLedger
import Warehouse

/// What closed periods were filed with against what today's posting rules and accounts make of the same
/// rows: by period, role and account. What stock costs is as it was filed, so that a difference is a
/// matter of accounts alone.
struct ConfigurationEffect {
  private struct Place: Hashable {
    let role: String
    let account: String
    let currency: String
  }

  private struct Amount {
    var minor: Int64 = 0
    var base: Int64 = 0

    var isZero: Bool { minor == 0 && base == 0 }
  }

  private var sums: [Int32: [Place: Amount]] = [:]
  /// What was filed by role, to know from where to where it goes.
  private var filed: [Int32: [String: Int64]] = [:]

  /// Takes off what a closed period was filed with.
  mutating func takeFiled(
    _ line: JournalLineRow, account: String, period: Int32
  ) {
    let place = Place(role: line.role, account: account, currency: line.currency)
    let base = line.debitBaseMinor - line.creditBaseMinor
    sums[period, default: [:]][place, default: Amount()].minor -= line.debitMinor - line.creditMinor
    sums[period, default: [:]][place, default: Amount()].base -= base
    filed[period, default: [:]][line.role, default: 0] += base
  }

  /// Adds what today's configuration makes of the closed periods.
  mutating func takeCurrent(_ batch: JournalBatch, _ close: CompanyClose, _ periods: Set<Int32>) {
    for entry in batch.entries {
      let period = close.ledger.periods[Int(entry.period)].id
      guard periods.contains(period) else { continue }
      let rule = close.plan.definitions.rules[Int(entry.rule)]
      for line in batch.lines(of: entry) {
        let place = Place(
          role: line.origin.roleName(in: rule), account: close.plan.chart[line.account].code,
          currency: line.currency.code)
        let sign: Int64 = line.side == .debit ? 1 : -1
        sums[period, default: [:]][place, default: Amount()].minor += sign * line.amountMinor
        sums[period, default: [:]][place, default: Amount()].base += sign * line.baseMinor
      }
    }
  }

  /// Takes off what was moved before.
  mutating func takePosted(_ correction: ConfigurationCorrection) {
    for line in correction.lines {
      let place = Place(role: correction.role, account: line.account, currency: line.currency)
      sums[correction.period, default: [:]][place, default: Amount()].minor -= line.minor
      sums[correction.period, default: [:]][place, default: Amount()].base -= line.baseMinor
    }
  }

  /// What is to be moved, period by period, each role whose amounts only change their account by itself.
  func corrections(
    _ periods: [(period: FiscalPeriod, digest: String)], base: Currency
  ) -> [ConfigurationCorrection] {
    periods.flatMap { filed -> [ConfigurationCorrection] in
      let moved = (sums[filed.period.id] ?? [:]).filter { !$0.value.isZero }
      var found: [ConfigurationCorrection] = []
      var rest: [Place: Amount] = [:]
      for (role, part) in Dictionary(grouping: moved, by: \.key.role).sorted(by: { $0.key < $1.key }
      ) {
        if role != "rules", Self.isEven(part.map { ($0.key, $0.value) }) {
          found.append(correction(filed, role, part.map { ($0.key, $0.value) }))
        } else {
          for (place, amount) in part {
            let other = Place(role: "rules", account: place.account, currency: place.currency)
            rest[other, default: Amount()].minor += amount.minor
            rest[other, default: Amount()].base += amount.base
          }
        }
      }
      let left = rest.filter { !$0.value.isZero }.map { ($0.key, $0.value) }
      guard !left.isEmpty else { return found }
      let lines =
        Self.isEven(left)
        ? left
        : left.map { place, amount in
          (
            Place(role: "rules", account: place.account, currency: base.code),
            Amount(minor: amount.base, base: amount.base)
          )
        }
      return found + [correction(filed, "rules", lines)]
    }
  }

  /// Whether amounts add up to nothing in base and in every currency.
  private static func isEven(_ amounts: [(Place, Amount)]) -> Bool {
    var byCurrency: [String: Int64] = [:]
    var base: Int64 = 0
    for (place, amount) in amounts {
      byCurrency[place.currency, default: 0] += amount.minor
      base += amount.base
    }
    return base == 0 && byCurrency.values.allSatisfy { $0 == 0 }
  }

  private func correction(
    _ filed: (period: FiscalPeriod, digest: String), _ role: String, _ amounts: [(Place, Amount)]
  ) -> ConfigurationCorrection {
    let lines = amounts.sorted { a, b in
      (a.0.account, a.0.currency) < (b.0.account, b.0.currency)
    }.map {
      ConfigurationCorrection.Line(
        account: $0.0.account, currency: $0.0.currency, minor: $0.1.minor, baseMinor: $0.1.base)
    }
    var made = ConfigurationCorrection(
      period: filed.period.id, periodName: filed.period.description, role: role, lines: lines,
      filedWith: filed.digest)
    made.gainsCredit = self.filed[filed.period.id]?[role] ?? 0 < 0
    return made
  }
}
