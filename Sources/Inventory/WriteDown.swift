public import AccountingValues

/// What an item's stock is worth at most, assessed at the end of a day (IAS 2.28–33).
public struct WriteDown: Hashable, Sendable {
  /// How the source states it.
  public enum Measure: Hashable, Sendable {
    /// Net realisable value of one stock unit, in 10⁻⁶ major currency units. What stock costs above it is
    /// written down; what was written down and is worth more again is reversed.
    case netRealisableValue(micros: Int64)
    /// A change of the allowance in minor units: positive writes down, negative reverses.
    case amount(minor: Int64)
  }

  /// The item, in the caller's numbers.
  public var item: Int32
  /// The day it is assessed on, after everything else of that day.
  public var date: CivilDate
  /// The caller's number of the assessment.
  public var source: Int32
  /// What it says.
  public var measure: Measure

  /// An assessment.
  public init(item: Int32, date: CivilDate, source: Int32, measure: Measure) {
    self.item = item
    self.date = date
    self.source = source
    self.measure = measure
  }
}

/// One change of an item's allowance: Dr the role / Cr allowance for a positive value.
public struct AllowanceRow: Hashable, Sendable {
  /// What changed it.
  public enum Cause: Hashable, Sendable {
    /// An assessment, by the caller's number of it.
    case assessment(Int32)
    /// An event of the engine, by its number.
    case event(Int32)
  }

  /// Why. Raw values are the words of the published roll-forward.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Cost above net realisable value.
    case writtenDown = "written_down"
    /// A write-down that is no longer needed (IAS 2.33).
    case reversed
    /// Gone with its units: sold, scrapped, used, or sent back. What came back is released negatively.
    case released
    /// Gone with cost that the stock no longer has, such as a rebate.
    case excess
  }

  /// The item.
  public var item: Int32
  /// The accounting date.
  public var date: CivilDate
  /// What changed it.
  public var cause: Cause
  /// Why.
  public var kind: Kind
  /// The other side: cost of sales for what is sold, else write-downs.
  public var role: CounterRole
  /// Change of the allowance in minor units.
  public var valueMinor: Int64

  /// A row.
  public init(
    item: Int32, date: CivilDate, cause: Cause, kind: Kind, role: CounterRole, valueMinor: Int64
  ) {
    self.item = item
    self.date = date
    self.cause = cause
    self.kind = kind
    self.role = role
    self.valueMinor = valueMinor
  }
}

/// Something wrong with an assessment, in the caller's numbers.
public struct WriteDownFinding: Hashable, Sendable {
  /// What is wrong. Raw values are the stable codes.
  public enum Problem: String, Hashable, Sendable, CaseIterable {
    /// A reversal that the accounting framework forbids; it was not made.
    case reversalForbidden = "INV-050"
    /// More is reversed than was written down of the units on hand; the rest was not made.
    case reversalAboveAllowance = "INV-051"
    /// More is written down than the stock is worth; the rest was not made.
    case writeDownAboveValue = "INV-052"
    /// A reversal that the framework forbids and the company allows; it was made.
    case reversalAllowed = "INV-053"
  }

  /// What is wrong.
  public var problem: Problem
  /// The caller's number of the assessment.
  public var source: Int32
  /// The item.
  public var item: Int32
  /// The part at stake in minor units.
  public var valueMinor: Int64

  /// A finding from its parts.
  public init(problem: Problem, source: Int32, item: Int32, valueMinor: Int64) {
    self.problem = problem
    self.source = source
    self.item = item
    self.valueMinor = valueMinor
  }
}

/// Whether a write-down may be taken back when stock is worth more again.
public enum ReversalPolicy: Hashable, Sendable {
  /// Up to what was written down (IAS 2.33).
  case allowed
  /// Never (ASC 330-10-35-14).
  case forbidden
  /// The framework says never, the company says up to what was written down; each use is a finding.
  case overridden
}

extension WriteDownFinding {
  /// The finding as people read it.
  /// - Parameters:
  ///   - item: the item's code.
  ///   - currency: the company's base currency.
  ///   - key: the assessment's source key.
  ///   - document: its number.
  /// - Returns: the finding, with what is wrong and what to do.
  public func finding(item: String, currency: Currency, key: String, document: String) -> Finding {
    let (severity, message, action): (Finding.Severity, String, String) =
      switch problem {
      case .reversalForbidden:
        (
          .error,
          "\(item): a write-down is taken back, which the accounting framework forbids; it was not.",
          "Remove the reversal, or state policies.write_down_reversal: allow."
        )
      case .reversalAllowed:
        (
          .warning,
          "\(item): a write-down was taken back, which US GAAP forbids and this company allows.",
          "Nothing, if the books are meant so; else remove policies.write_down_reversal."
        )
      case .reversalAboveAllowance:
        (
          .warning,
          "\(item): more is taken back than was written down of the units on hand; the rest was not.",
          "Correct the amount."
        )
      case .writeDownAboveValue:
        (
          .warning, "\(item): more is written down than the stock is worth; the rest was not.",
          "Correct the amount, or the day it is assessed on."
        )
      }
    return Finding(
      code: problem.rawValue, severity: severity, origin: "write_downs", key: key,
      document: document, amount: Money(minor: valueMinor, in: currency), message: message,
      action: action)
  }
}
