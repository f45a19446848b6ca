import AccountingValues
import Extraction
import Foundation

/// When documents under some terms are due: at once, or in parts.
struct PaymentTerms {
  /// A part of a document with a due day of its own.
  struct Part: Equatable {
    /// Days from the document's date.
    let days: Int
    /// Its share, in any unit: shares are weights, so that 33.33, 33.33, 33.33 are thirds.
    let weight: Int64
  }

  /// Days from document to due date, where it is due at once.
  let dueDays: Int
  /// The parts in due order; none where the document is due at once.
  let parts: [Part]

  /// What is wrong with the parts that terms state.
  enum Problem: Error {
    case unreadable
    case sum(ExactDecimal)
  }

  /// The parts that a JSON list of `{days, percent}` states, in due order.
  ///
  /// - Throws: `Problem` for anything else, for shares that are not positive, and for shares that miss
  ///   100 % by more than their rounding to a hundredth explains.
  static func parts(ofJSON text: String) throws(Problem) -> [Part] {
    guard let stated = try? JSONDecoder().decode([StatedPart].self, from: Data(text.utf8)),
      !stated.isEmpty
    else { throw .unreadable }
    var parts: [Part] = []
    var sum: Int64 = 0
    for part in stated {
      guard (0...3_650).contains(part.days), let share = try? ExactDecimal(parsing: part.percent),
        let weight = try? share.rounded(toScale: 6), (1...100_000_000).contains(weight)
      else { throw .unreadable }
      sum += weight
      parts.append(Part(days: part.days, weight: weight))
    }
    if abs(sum - 100_000_000) > 10_000 * Int64(parts.count) {
      throw .sum((try? ExactDecimal(significand: Int128(sum), scale: 6)) ?? .zero)
    }
    return parts.enumerated().sorted {
      $0.element.days != $1.element.days
        ? $0.element.days < $1.element.days : $0.offset < $1.offset
    }.map(\.element)
  }

  /// A part as the source writes it; the percentage is a number or a text.
  private struct StatedPart: Decodable {
    let days: Int
    let percent: String

    private enum Key: String, CodingKey { case days, percent }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Key.self)
      days = try values.decode(Int.self, forKey: .days)
      if let text = try? values.decode(String.self, forKey: .percent) {
        percent = text
      } else {
        percent = try values.decode(Decimal.self, forKey: .percent).description
      }
    }
  }
}

/// When one document is due.
struct DueSchedule {
  /// A part with a due date of its own.
  struct Part {
    let due: CivilDate
    let weight: Int64
  }

  /// The due date of the document, that of its last part.
  let due: CivilDate
  /// The parts in due order; none for a document that is due at once.
  let parts: [Part]
  /// Whether neither document nor terms say, so that the company's default days count.
  let isInferred: Bool

  /// Due at once.
  init(due: CivilDate, isInferred: Bool = false) {
    self.due = due
    parts = []
    self.isInferred = isInferred
  }

  /// Due as terms say. A due date that the document states is that of its last part: no part is due
  /// after it.
  init(_ terms: PaymentTerms, from documentDate: CivilDate, stated: CivilDate?) {
    isInferred = false
    guard terms.parts.count > 1, let last = terms.parts.last else {
      due = stated ?? documentDate.adding(days: terms.parts.last?.days ?? terms.dueDays)
      parts = []
      return
    }
    let end = stated ?? documentDate.adding(days: last.days)
    due = end
    parts = terms.parts.enumerated().map { position, part in
      let own = documentDate.adding(days: part.days)
      return Part(
        due: position == terms.parts.count - 1 ? end : min(own, end), weight: part.weight)
    }
  }

  /// The amounts of the parts: shares by largest remainder, which sum to the document's.
  ///
  /// - Throws: `ValueError.outOfRange`.
  func amounts(of total: Int64) throws(ValueError) -> [Int64] {
    try Allocation.split(total, over: parts.map(\.weight))
  }
}
