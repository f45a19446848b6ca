import AccountingValues

/// A sum of fields with signs: `amount - fee_amount`. Enough for every shipped rule; anything
/// richer is the adapter's business.
public struct AmountFormula: Hashable, Sendable {
  /// A field with its sign.
  public struct Term: Hashable, Sendable {
    /// The field's name.
    public let field: String
    /// Whether it is subtracted.
    public let isSubtracted: Bool

    /// A term from its parts.
    public init(_ field: String, isSubtracted: Bool = false) {
      self.field = field
      self.isSubtracted = isSubtracted
    }
  }

  /// At least one term.
  public let terms: [Term]

  /// The value of one field.
  public init(field: String) { terms = [Term(field)] }

  /// The sum of terms, of which there is at least one.
  public init(terms: [Term]) {
    if terms.isEmpty { accountingFault("a formula without terms") }
    self.terms = terms
  }

  /// Reads `a`, `-a`, `a - b + c`; `nil` for anything else. Names are letters, digits and `_`.
  public init?(parsing text: some StringProtocol) {
    var terms: [Term] = []
    var isSubtracted = false
    var expectsName = true
    var rest = Substring(text)
    while let next = rest.first {
      if next == " " {
        rest.removeFirst()
      } else if next == "+" || next == "-" {
        guard !expectsName || terms.isEmpty && !isSubtracted && next == "-" else { return nil }
        isSubtracted = next == "-"
        expectsName = true
        rest.removeFirst()
      } else {
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard expectsName, !name.isEmpty else { return nil }
        terms.append(Term(String(name), isSubtracted: isSubtracted))
        expectsName = false
        rest = rest.dropFirst(name.count)
      }
    }
    guard !terms.isEmpty, !expectsName else { return nil }
    self.terms = terms
  }
}

extension AmountFormula: CustomStringConvertible {
  /// As it is written in a rule.
  public var description: String {
    var text = ""
    for term in terms {
      switch (text.isEmpty, term.isSubtracted) {
      case (true, false): text = term.field
      case (true, true): text = "-" + term.field
      case (false, let isSubtracted): text += (isSubtracted ? " - " : " + ") + term.field
      }
    }
    return text
  }
}
