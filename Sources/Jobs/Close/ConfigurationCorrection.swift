import AccountingValues
import Extraction
import Foundation
import GeneralLedger
import Warehouse

/// What posting rules and accounts as they are now would have posted otherwise in a closed period: of one
/// role where its accounts changed, of the whole period where rules did (ACCOUNTING §3).
///
///     filed    cost_of_sales of January on 5000: 120.00
///     now      role cost_of_sales is account 5010
///     moves    5000 −120.00, 5010 +120.00
struct ConfigurationCorrection: Codable, Hashable {
  /// The stream under which observations hold what was posted.
  static let stream = "configuration_corrections"
  /// The finding that a person accepts to have it posted.
  static let code = "PER-007"

  /// What an account moves by.
  struct Line: Codable, Hashable {
    let account: String
    let currency: String
    /// Debit positive, in the currency.
    let minor: Int64
    /// Debit positive, in base currency.
    let baseMinor: Int64
  }

  let period: Int32
  let periodName: String
  /// The role; `rules` where rules have changed.
  let role: String
  let lines: [Line]
  /// Digest of the configuration that the period was filed with.
  let filedWith: String
  /// Why it was accepted; empty before.
  var reason = ""
  var acceptedBy = ""

  /// What names it to a person: `2026-01/cost_of_sales/5000>5010`.
  var key: String {
    func codes(_ isDebit: Bool) -> String {
      var codes: [String] = []
      for line in lines where (line.baseMinor > 0) == isDebit && !codes.contains(line.account) {
        codes.append(line.account)
      }
      return codes.joined(separator: "+")
    }
    // A role on the credit side loses what its new account gains in credit.
    let isCredit = role != "rules" && gainsCredit
    let role = role.replacing(" ", with: "_")
    return "\(periodName)/\(role)/\(codes(isCredit))>\(codes(!isCredit))"
  }

  /// Whether the role stands in credit, so that what it moves to gains credit. Of two accounts the one
  /// that was filed is `from`.
  var gainsCredit = false

  /// `5000 -120.00, 5010 120.00`
  func amounts(in base: Currency) -> String {
    var sums: [String: Int64] = [:]
    for line in lines { sums[line.account, default: 0] += line.baseMinor }
    return sums.sorted { $0.key < $1.key }.map {
      "\($0.key) \(Money(minor: $0.value, in: base).amountText)"
    }.joined(separator: ", ")
  }

  /// As it is kept.
  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { accountingFault("a correction has no text") }
    return String(decoding: data, as: UTF8.self)
  }
}

/// A correction that a person accepted, and the day on which it stands.
struct PostedCorrection {
  let day: CivilDate
  /// Names its entry.
  let key: String
  let correction: ConfigurationCorrection

  /// One among the observations.
  ///
  /// - Throws: `JobError` for one that this version cannot read.
  init(_ seen: Observation) throws(JobError) {
    let record = seen.newRow.flatMap {
      try? JSONDecoder().decode(ConfigurationCorrection.self, from: Data($0.utf8))
    }
    guard let day = seen.postedOn, let record else {
      throw JobError(
        .configuration, step: "periods", "this version cannot read the correction \(seen.key)",
        action: "use the version that posted it")
    }
    self.day = day
    key = seen.key
    correction = record
  }
}

extension CompanyClose {
  /// Moves what closed periods have on other accounts than today's configuration names, as a person
  /// accepted it.
  func postCorrections() {
    for posted in corrections where posted.day <= scope.asOf {
      let correction = posted.correction
      var event = event("configuration_correction")
      event.begin(
        EventOrder(date: posted.day, recordedAt: nil, rank: 0, key: SourceKey(posted.key)),
        number: correction.key, currency: scope.base)
      event.stream = ConfigurationCorrection.stream
      event.text =
        "Correction of \(correction.key): \(correction.reason) Accepted by \(correction.acceptedBy)"
      do throws(EventFeedError) {
        for line in correction.lines {
          try event.addLine([
            "account": code(line.account), "currency": code(line.currency),
            "debit": .amount(line.minor), "debit_base": .baseAmount(line.baseMinor),
          ])
        }
      } catch { accountingFault("\(error)") }
      post(event, stream: event.stream, as: .posted)
    }
  }
}
