internal import AccountingValues

/// A cell with what is wrong with it.
struct CheckedCell {
  var cell: StreamCell
  var problem: CellProblem?

  init(_ cell: StreamCell) { self.cell = cell }

  init(_ problem: CellProblem, unreadable text: String) {
    cell = .unreadable(text)
    self.problem = problem
  }
}

/// The checks that every value of a column passes, whether it came from a database or from CSV.
enum CellCheck {
  /// Decimals that quantities and unit costs may have.
  static let microDecimals = 6
  /// Decimals that rates may have.
  static let rateDecimals = 9
  /// Decimals of the finest currency: an amount that fits at this scale fits in every currency.
  static let amountDecimals = 4

  /// A number in a column of quantities, amounts, unit costs or rates.
  static func decimal(_ number: ExactDecimal, _ kind: StreamColumn.Kind) -> CheckedCell {
    do {
      switch kind {
      case .quantity, .unitCost: _ = try number.exactly(atScale: microDecimals)
      case .rate: _ = try number.exactly(atScale: rateDecimals)
      default: _ = try number.rounded(toScale: amountDecimals)
      }
      return CheckedCell(.decimal(number))
    } catch {
      let text = number.description
      let decimals = kind == .rate ? rateDecimals : microDecimals
      return CheckedCell(
        error == .tooFine
          ? .tooFine(text.excerpt, decimals: decimals) : .outOfRange(text.excerpt),
        unreadable: text)
    }
  }

  /// Text in a column of text, words, currencies, keys or documents.
  static func text(_ text: String, _ kind: StreamColumn.Kind) -> CheckedCell {
    switch kind {
    case .enumeration(let words):
      words.contains(text)
        ? CheckedCell(.text(text))
        : CheckedCell(.unknownWord(text.excerpt, allowed: words), unreadable: text)
    case .currency:
      Currency(code: text).map { CheckedCell(.text($0.code)) }
        ?? CheckedCell(.notACurrency(text.excerpt), unreadable: text)
    case .key, .reference: key(parts: [text])
    default: CheckedCell(.text(text))
    }
  }

  /// A key from the parts of its array, or from one text.
  static func key(parts: [String?]) -> CheckedCell {
    let texts = parts.compactMap { $0 }
    guard texts.count == parts.count, texts.contains(where: { !$0.isEmpty }),
      !texts.contains(where: { $0.contains(SourceKey.separator) })
    else {
      return CheckedCell(
        .malformedKey, unreadable: parts.map { $0 ?? "NULL" }.joined(separator: ","))
    }
    return CheckedCell(.key(SourceKey(texts.joined(separator: String(SourceKey.separator)))))
  }

  /// A list of words in a column of flags. Order and repetition carry no meaning, so the words are
  /// put in the order of the contract.
  static func list(_ words: [String?], _ kind: StreamColumn.Kind) -> CheckedCell {
    guard case .flags(let allowed) = kind else {
      return CheckedCell(.list(words.compactMap { $0 }))
    }
    let present = Set(words.compactMap { $0 })
    if let unknown = present.subtracting(allowed).sorted().first {
      return CheckedCell(
        .unknownFlag(unknown.excerpt, allowed: allowed),
        unreadable: present.sorted().joined(separator: ","))
    }
    return CheckedCell(.list(allowed.filter(present.contains)))
  }

  /// A day, given as days since 1970-01-01; `nil` for infinity.
  static func date(daysSince1970 days: Int64?) -> CheckedCell {
    guard let days, let narrow = Int32(exactly: days),
      narrow >= CivilDate.earliest.daysSince1970, narrow <= CivilDate.latest.daysSince1970
    else {
      let text = days.map { "day \($0) since 1970" } ?? "infinite"
      return CheckedCell(.outOfRange(text), unreadable: text)
    }
    return CheckedCell(.date(CivilDate(daysSince1970: narrow)))
  }

  /// A moment, given as microseconds since 1970; `nil` for infinity.
  static func timestamp(microsecondsSince1970 moment: Int64?) -> CheckedCell {
    let earliest = Timestamp(startOf: .earliest)
    let end = Timestamp(startOf: CivilDate.latest.adding(days: 1))
    guard let moment, moment >= earliest.microsecondsSince1970, moment < end.microsecondsSince1970
    else {
      let text = moment.map { "\($0) µs since 1970" } ?? "infinite"
      return CheckedCell(.outOfRange(text), unreadable: text)
    }
    return CheckedCell(.timestamp(Timestamp(microsecondsSince1970: moment)))
  }

  /// NULL in a column.
  static func null(_ column: StreamColumn, inKey: Bool) -> CheckedCell {
    var checked = CheckedCell(.null)
    if column.isRequired { checked.problem = inKey ? .missingKey : .missing }
    return checked
  }
}
