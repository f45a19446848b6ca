public import AccountingValues

/// How a row of a subledger is known to people and to the source; given by whoever numbered the rows.
public struct RowLabel: Hashable, Sendable {
  /// The stream: `sales_invoices`, `applications`.
  public var origin: String
  /// The source key.
  public var key: String
  /// The document number; empty when there is none.
  public var document: String

  /// A label.
  public init(origin: String, key: String, document: String = "") {
    self.origin = origin
    self.key = key
    self.document = document
  }
}

/// Names the rows of a subledger; asked only for rows with a finding.
public protocol SubledgerLabels {
  /// The label of an item by its index.
  func label(ofItem index: Int) -> RowLabel
  /// The label of an application by its index.
  func label(ofApplication index: Int) -> RowLabel
}

extension Subledger {
  /// Something wrong with a row, before it has words.
  struct Problem {
    /// What is wrong.
    enum Rule {
      case unknownItem
      case sameDirection
      case unequalAmounts
      case wrongInstalments
      case unequalBase
    }

    var rule: Rule
    /// The application or, for the last two rules, the item.
    var index: Int32
  }

  /// What is wrong with items and applications, in the order of findings.
  ///
  /// | code | severity | rule |
  /// | --- | --- | --- |
  /// | SUB-001 | error | an application names an item that is not there |
  /// | SUB-002 | warning | more is applied to an item than its amount, at `asOf` as filed |
  /// | SUB-003 | warning | instalments do not sum to their document |
  /// | SUB-004 | error | an application joins two items of the same direction |
  /// | SUB-005 | error | the two sides of an application in one currency differ |
  /// | SUB-006 | warning | applications were inferred by policy |
  /// | SUB-007 | error | an item in base currency has another base amount |
  public func findings(asOf: CivilDate, labels: some SubledgerLabels) -> [Finding] {
    var findings = problems.map { finding(for: $0, labels: labels) }
    for index in items.indices {
      let left = residual(ofItem: index, asOf: asOf)
      guard left.amountMinor != 0, (left.amountMinor < 0) != (items[index].amountMinor < 0),
        legStarts[index] < legStarts[index + 1]
      else { continue }
      findings.append(overApplied(index, by: left.amountMinor, labels.label(ofItem: index)))
    }
    let inferred = applications.count { $0.isInferred }
    if inferred > 0 {
      findings.append(
        Finding(
          code: "SUB-006", severity: .warning, origin: "applications",
          message: "The source states no applications; \(inferred) were inferred: exact amount "
            + "first, then oldest first.",
          action: "Record in the source which payment settles which document, or keep the policy "
            + "and check the items marked inferred_application."))
    }
    return findings.sorted()
  }

  private func overApplied(_ index: Int, by amount: Int64, _ label: RowLabel) -> Finding {
    let money = amountOf(amount, item: index)
    return Finding(
      code: "SUB-002", severity: .warning, origin: label.origin, key: label.key,
      document: label.document, amount: money,
      message: "More is applied to this document than its amount of "
        + "\(amountOf(items[index].amountMinor, item: index)); \(money) is left.",
      action: "Unapply the excess in the source, so that it stands open on the payment or credit "
        + "note it came from.")
  }

  private func amountOf(_ minor: Int64, item index: Int) -> Money {
    Money(minor: minor, in: currencies[Int(items[index].currency)])
  }

  private func finding(for problem: Problem, labels: some SubledgerLabels) -> Finding {
    let index = Int(problem.index)
    switch problem.rule {
    case .wrongInstalments, .unequalBase:
      return itemFinding(problem.rule, index, labels.label(ofItem: index))
    case .unknownItem, .sameDirection, .unequalAmounts:
      return applicationFinding(problem.rule, index, labels.label(ofApplication: index))
    }
  }

  private func itemFinding(_ rule: Problem.Rule, _ index: Int, _ label: RowLabel) -> Finding {
    let item = items[index]
    let amount = amountOf(item.amountMinor, item: index)
    if rule == .wrongInstalments {
      return Finding(
        code: "SUB-003", severity: .warning, origin: label.origin, key: label.key,
        document: label.document, amount: amount,
        message: "The instalments do not sum to the document's \(amount), or one of them has the "
          + "opposite sign.",
        action: "Mend the payment schedule in the source; until then the document ages as a whole "
          + "from its due date \(item.dueDate).")
    }
    return Finding(
      code: "SUB-007", severity: .error, origin: label.origin, key: label.key,
      document: label.document, amount: amount,
      message: "The document is in the base currency with \(amount) but states "
        + "\(Money(minor: item.baseMinor, in: base)) in base.",
      action: "Correct the currency or the rate of the document in the source.")
  }

  private func applicationFinding(
    _ rule: Problem.Rule, _ index: Int, _ label: RowLabel
  ) -> Finding {
    let application = applications[index]
    let known = [application.to, application.from].first { items.indices.contains(Int($0)) }
    let amount: Money? = known.map {
      amountOf($0 == application.to ? application.toMinor : application.fromMinor, item: Int($0))
    }
    func finding(_ code: String, _ message: String, _ action: String) -> Finding {
      Finding(
        code: code, severity: .error, origin: label.origin, key: label.key,
        document: label.document, amount: amount, message: message, action: action)
    }
    switch rule {
    case .unknownItem:
      return finding(
        "SUB-001",
        "The application names a document that is not among the open items; it is left out and "
          + "the other document stays open.",
        "Check whether the document was deleted, excluded or not yet posted in the source.")
    case .sameDirection:
      return finding(
        "SUB-004",
        "The application joins two documents of the same direction, which cannot settle each "
          + "other; it is left out.",
        "Correct the application in the source: a payment or credit note settles an invoice.")
    default:
      return finding(
        "SUB-005",
        "The application takes different amounts off its two documents although both are in one "
          + "currency; it is left out.",
        "Record the difference as a discount, write-off, charge or withholding of its own.")
    }
  }

  /// Items whose own figures do not agree.
  static func itemProblems(
    _ items: [OpenItem], _ instalments: [Instalment], _ currencies: [Currency], base: Currency
  ) -> [Problem] {
    var problems: [Problem] = []
    for (index, item) in items.enumerated() {
      if item.instalmentCount > 0, !instalmentsAgree(item, instalments) {
        problems.append(Problem(rule: .wrongInstalments, index: Int32(index)))
      }
      if currencies[Int(item.currency)] == base, item.amountMinor != item.baseMinor {
        problems.append(Problem(rule: .unequalBase, index: Int32(index)))
      }
    }
    return problems
  }

  /// Whether instalments sum to their item, none has the opposite sign, and their positions fit.
  static func instalmentsAgree(_ item: OpenItem, _ instalments: [Instalment]) -> Bool {
    guard item.instalmentCount <= Int32(Int16.max) else { return false }
    let range = Int(item.firstInstalment)..<Int(item.firstInstalment + item.instalmentCount)
    var sum: Int64 = 0
    for instalment in instalments[range] {
      if instalment.amountMinor != 0, (instalment.amountMinor < 0) != (item.amountMinor < 0) {
        return false
      }
      let (next, overflow) = sum.addingReportingOverflow(instalment.amountMinor)
      if overflow { return false }
      sum = next
    }
    return sum == item.amountMinor
  }
}
