import AccountingValues
import Subledgers
import TestSupport

/// Ages books the slow and obvious way: it scans every application for every document and pours
/// what was applied cent by cent. Shares nothing with the product but its inputs.
struct AgeingOracle {
  /// A part of a document: which instalment (−1 for none), how many days, how much.
  struct Part: Hashable {
    var item: Int32
    var instalment: Int16
    var column: Int
    var amountMinor: Int64
  }

  var books: Books
  var bounds: [Int]
  var asOf: CivilDate
  var view: LedgerView

  /// Whether an application says something that can be posted.
  func counts(_ application: Application) -> Bool {
    let items = books.items
    guard application.to >= 0, application.from != Application.unknown else { return false }
    guard application.from >= 0 else { return true }
    if application.from == application.to { return false }
    let from = items[Int(application.from)]
    let to = items[Int(application.to)]
    func isDebit(_ item: OpenItem) -> Bool {
      item.side == .receivable ? item.amountMinor >= 0 : item.amountMinor <= 0
    }
    if isDebit(from) == isDebit(to) { return false }
    return from.currency != to.currency || application.fromMinor == application.toMinor
  }

  func date(_ item: OpenItem) -> CivilDate { view == .asFiled ? item.postingDate : item.date }

  func date(_ application: Application) -> CivilDate {
    var date = view == .asFiled ? application.postingDate : application.date
    for item in [application.from, application.to] where item >= 0 {
      date = max(date, self.date(books.items[Int(item)]))
    }
    return date
  }

  /// Σ of what counts for an item on the day: all of it, and per addressed instalment.
  func applied(to index: Int) -> (all: Int64, addressed: [Int: Int64]) {
    var all: Int64 = 0
    var addressed: [Int: Int64] = [:]
    for application in books.applications where counts(application) && date(application) <= asOf {
      if Int(application.to) == index {
        all += application.toMinor
        if application.instalment >= 0 {
          addressed[Int(application.instalment), default: 0] += application.toMinor
        }
      }
      if Int(application.from) == index { all += application.fromMinor }
    }
    return (all, addressed)
  }

  /// The open parts of a document, none when it is settled.
  func parts(of index: Int) -> [Part] {
    let item = books.items[index]
    guard date(item) <= asOf else { return [] }
    let sign: Int64 = item.amountMinor < 0 ? -1 : 1
    let (all, addressed) = applied(to: index)
    if item.amountMinor == sign * all { return [] }
    let list = books.instalments[
      Int(item.firstInstalment)..<Int(item.firstInstalment + item.instalmentCount)]
    guard !list.isEmpty else {
      let amount = item.amountMinor - sign * all
      return [part(index, -1, item.dueDate, amount)]
    }
    var room = list.map { sign * $0.amountMinor }
    var pool = all
    for (position, cents) in addressed where position < room.count && cents > 0 {
      for _ in 0..<cents where room[position] > 0 {
        room[position] -= 1
        pool -= 1
      }
    }
    let order = list.enumerated().sorted {
      ($0.element.dueDate, $0.offset) < ($1.element.dueDate, $1.offset)
    }
    .map(\.offset)
    while pool > 0, let next = order.first(where: { room[$0] > 0 }) {
      room[next] -= 1
      pool -= 1
    }
    if let last = order.last { room[last] -= pool }
    return order.filter { room[$0] != 0 }.map {
      part(index, Int16($0), Array(list)[$0].dueDate, sign * room[$0])
    }
  }

  private func part(_ index: Int, _ instalment: Int16, _ due: CivilDate, _ amount: Int64) -> Part {
    let item = books.items[index]
    let days = Int(asOf.daysSince1970 - due.daysSince1970)
    var column = days <= 0 ? 0 : 1 + bounds.count { days > $0 }
    switch item.kind {
    case .payment: column = bounds.count + 3
    case .advance: column = bounds.count + 4
    default: if item.amountMinor < 0 { column = bounds.count + 2 }
    }
    return Part(item: Int32(index), instalment: instalment, column: column, amountMinor: amount)
  }
}

/// Seeded books: every kind of document and application, right and wrong, on few partners.
func randomBooks(_ random: inout SplitMix64, documents: Int = 14) throws -> Books {
  var books = try Books()
  let start = try day("2024-01-01")
  func someDay(_ random: inout SplitMix64) -> CivilDate {
    start.adding(days: Int.random(in: 0..<120, using: &random))
  }
  for index in 0..<documents {
    let kind = OpenItem.Kind.allCases.randomElement(using: &random) ?? .invoice
    let side = SubledgerSide.allCases.randomElement(using: &random) ?? .receivable
    let sign: Int64 = [.creditNote, .payment, .advance].contains(kind) ? -1 : 1
    let amount = Int64.random(in: 1...90, using: &random) * sign
    let currency = Int32.random(in: 0...1, using: &random)
    let date = someDay(&random)
    let first = Int32(books.instalments.count)
    if Bool.random(using: &random), abs(amount) > 3 {
      let cut = Int64.random(in: 1..<abs(amount), using: &random) * sign
      for part in [cut, amount - cut] {
        let due = date.adding(days: Int.random(in: 0..<90, using: &random))
        books.instalments.append(Instalment(dueDate: due, amountMinor: part))
      }
    }
    let late = Int.random(in: 0..<4, using: &random) == 0
    books.items.append(
      OpenItem(
        side: side, kind: kind, partner: Int32.random(in: 0..<3, using: &random),
        document: Int32(index), currency: currency, documentDate: date, date: date,
        postingDate: late ? date.adding(days: 30) : nil,
        dueDate: date.adding(days: Int.random(in: 0..<60, using: &random)), amountMinor: amount,
        baseMinor: currency == 0 ? amount : amount * 83 / 100, firstInstalment: first,
        instalmentCount: Int32(books.instalments.count) - first))
  }
  for _ in 0..<documents * 2 {
    let date = someDay(&random)
    let to = Int32.random(in: 0..<Int32(documents), using: &random)
    let from = Int32.random(in: -2..<Int32(documents), using: &random)
    let amount = Int64.random(in: -5...40, using: &random)
    let same = from >= 0 && books.items[Int(from)].currency == books.items[Int(to)].currency
    let late = Int.random(in: 0..<4, using: &random) == 0
    books.applications.append(
      Application(
        kind: .payment, from: from, to: to,
        instalment: amount > 0 && Bool.random(using: &random)
          ? Int16.random(in: 0...1, using: &random) : Application.unaddressed,
        date: date, postingDate: late ? date.adding(days: 20) : nil,
        fromMinor: from < 0 ? 0 : same ? amount : amount * 2, toMinor: amount))
  }
  return books
}
