import AccountingValues
import Definitions
import GeneralLedger
import Warehouse

/// The numbers of the open span's entries: those they were given by earlier closings, and those this
/// run gives (ACCOUNTING §4).
struct EntryNumbers {
  /// As printed.
  private var texts: [EntryReference: String] = [:]
  /// Given by this run, by period.
  private(set) var issued: [Int32: [IssuedNumber]] = [:]
  /// Numbers whose entries are not there any more: what explains a missing number to an auditor.
  private(set) var findings: [Finding] = []

  /// The number of an entry; `nil` as long as its period is open.
  func text(of entry: JournalEntry) -> String? { texts[entry.reference] }

  /// References with their numbers, in one order.
  var inOrder: [(reference: String, number: String)] {
    texts.map { ($0.key.description, $0.value) }.sorted { $0.0 < $1.0 }
  }

  mutating func note(_ numbers: [IssuedNumber], present: Set<EntryReference>) {
    for number in numbers where present.contains(number.reference) {
      texts[number.reference] = number.number
    }
  }

  mutating func issue(_ numbers: [IssuedNumber], period: Int32) {
    guard !numbers.isEmpty else { return }
    issued[period, default: []] += numbers
    for number in numbers { texts[number.reference] = number.number }
  }

  mutating func noteVacant(_ number: IssuedNumber) {
    findings.append(
      Finding(
        code: "GL-030", severity: .warning, origin: "journal", key: number.number,
        message: "the entry with this number is not there any more; the number stays unused",
        action: "keep this line as the reason of the missing number; the source row of "
          + "\(number.reference) was changed or deleted after it was numbered"))
  }
}

/// The entries of a close with their numbers.
struct NumberedJournal {
  let batch: JournalBatch
  let numbers: EntryNumbers
}

extension CompanyRun {
  /// Takes the entries out of the ledger and gives numbers to those that get one now: the period's
  /// when it is closed, all of the open span with `numbering: daily`.
  func numbered(
    _ close: CompanyClose, _ books: OpenBooks, _ reader: CompanyReader
  ) throws(JobError) -> NumberedJournal {
    let batch = close.ledger.takeBatch()
    let periods = close.ledger.periods
    let isOpen = periods.map { $0.first >= books.firstOpenDay }
    return try translating(company: company.code, step: "numbers") {
      var numbers = EntryNumbers()
      let firstOpen = company.calendar.period(containing: books.firstOpenDay)
      let known = try reader.issuedNumbers(inPeriods: firstOpen.id...lastPeriod.id)
        .map(IssuedNumber.init)
      let isNumbering = isFiling || company.policies.numbering == .daily
      // An entry may have moved over the year's end since it was numbered, but not further.
      let issued =
        isNumbering
        ? try reader.issuedNumbers(fromFiscalYear: firstOpen.fiscalYear - 1).map(IssuedNumber.init)
        : []
      // Only entries that have a number are of interest, and most have none.
      let numbered = Set((known + issued).map(\.reference))
      var present: Set<EntryReference> = []
      if !numbered.isEmpty {
        for position in batch.entries.indices {
          let outline = batch.entries.outline(position)
          if isOpen[Int(outline.period)], numbered.contains(outline.reference) {
            present.insert(outline.reference)
          }
        }
      }
      numbers.note(known, present: present)
      if isNumbering {
        numbers.note(issued, present: present)
        var numbering = try JournalNumbering(company: company.code, issued: issued)
        for (index, period) in periods.enumerated() where isOpen[index] {
          let entries = batch.entries.indices.filter {
            Int(batch.entries.outline($0).period) == index
          }
          numbers.issue(
            try numbering.assign(
              entries.lazy.map { batch.entries[$0] }.filter { !close.isProvisional($0) }
                .map { self.request($0, period, close.plan) }),
            period: period.id)
        }
      }
      let waiting = close.waitingYearEnds
      for number in known
      where !present.contains(number.reference) && !waiting.contains(number.reference) {
        numbers.noteVacant(number)
      }
      return NumberedJournal(batch: batch, numbers: numbers)
    }
  }

  private func request(
    _ entry: JournalEntry, _ period: FiscalPeriod, _ plan: PostingPlan
  ) -> JournalNumbering.Request {
    JournalNumbering.Request(
      entry, journal: plan.definitions.journals[Int(entry.journal)], period: period,
      location: entry.location >= 0 ? plan.pool[entry.location] : "")
  }
}

extension IssuedNumber {
  /// A number as the warehouse keeps it.
  init(_ number: EntryNumber) {
    self.init(
      reference: EntryReference(value: number.reference), journal: number.journal,
      fiscalYear: number.fiscalYear, sequence: number.sequence, number: number.number)
  }
}

extension EntryNumber {
  /// A number as the ledger gives it.
  init(_ number: IssuedNumber) {
    self.init(
      reference: number.reference.value, journal: number.journal, fiscalYear: number.fiscalYear,
      sequence: number.sequence, number: number.number)
  }
}
