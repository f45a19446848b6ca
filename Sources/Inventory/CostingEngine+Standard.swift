import AccountingValues

/// Standard cost: a pool is always worth round(standard × quantity).
///
///     before    150 at 2.00 = 300.00
///     standard 3.00           150 at 3.00 = 450.00, revaluation 150.00
///     receipt 1 for 2.80      151 at 3.00 = 453.00, price variance −0.20 … 3.00 against 2.80
extension CostingEngine {
  /// Gives a pool a new standard and restates its stock.
  public mutating func apply(_ change: StandardCostChange, into output: inout CostingOutput) {
    advance(to: change.ordinal, on: change.date, into: &output)
    let pool = Int(change.pool)
    if pool < 0 || pool >= pools.count { accountingFault("there is no cost pool \(pool)") }
    let previous = rules[pool].standardCostMicros
    rules[pool].standardCostMicros = change.standardCostMicros
    planPath(of: pool)
    guard rules[pool].method == .standard, rules[pool].isOwned else { return }
    guard let value = standardValue(of: pools[pool].quantity, in: change.pool) else {
      rules[pool].standardCostMicros = previous
      planPath(of: pool)
      output.findings.append(
        CostingFinding(
          problem: .outOfRange, event: change.ordinal, pool: change.pool,
          quantityMicros: pools[pool].quantity))
      return
    }
    correct(
      change.ordinal, kind: .count, pool: change.pool, by: value - pools[pool].value,
      role: .standardRevaluation,
      cause: Cause(event: change.ordinal, date: change.date, reason: .standardChange),
      into: &output)
  }

  /// round(standard × quantity) in minor units; zero without a standard, `nil` when no ledger could
  /// hold it.
  func standardValue(of quantity: Int64, in pool: Int32) -> Int64? {
    guard let standard = rules[Int(pool)].standardCostMicros else { return 0 }
    let product = Int128(quantity) * Int128(standard)
    do {
      let value = try Rounding.quotient(product, Int128(standardDivisor))
      return value.magnitude < UInt128(Self.largestTotal) ? Int64(value) : nil
    } catch {
      accountingFault("the standard's divisor is zero")
    }
  }

  /// What a pool's value changes by when its quantity does.
  func standardChange(in pool: Int32, by quantity: Int64) -> Int64 {
    let state = pools[Int(pool)]
    guard let after = standardValue(of: state.quantity + quantity, in: pool) else {
      accountingFault("pool \(pool) grew beyond range unchecked")
    }
    return after - state.value
  }
}
