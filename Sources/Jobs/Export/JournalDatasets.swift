import AccountingValues
import PostgresClient
import Tables
import Warehouse

/// What an export of journals reads of one published period, as values of the leaf: $1 the company,
/// $2 period, $3 run, $4 leaf.
enum JournalDatasets {
  private static let leaf =
    "WHERE v.company = $1 AND v.period_id = $2 AND v.run_id = $3 AND v.leaf = $4 "

  /// Opening and closing of each account and currency.
  static let balances = Dataset(
    name: "export balances",
    query: QueryText(
      "SELECT v.account, v.account_name, v.account_class, v.currency, v.opening, "
        + "v.opening_in_currency, v.closing, v.closing_in_currency "
        + "FROM analytics.trial_balance v " + leaf
        + "ORDER BY v.account COLLATE \"C\", v.currency COLLATE \"C\""),
    columns: [
      Column(name: "account", type: .code), Column(name: "account_name", type: .text),
      Column(name: "account_class", type: .code), Column(name: "currency", type: .code),
      Column(name: "opening", type: .money(.base)),
      Column(name: "opening_in_currency", type: .money(.column("currency"))),
      Column(name: "closing", type: .money(.base)),
      Column(name: "closing_in_currency", type: .money(.column("currency"))),
    ])

  /// What accounts moved by before day $5.
  static let movementsBefore = Dataset(
    name: "export movements before",
    query: QueryText(
      "SELECT v.account, v.currency, sum(v.debit - v.credit) AS change, "
        + "sum(v.debit_in_currency - v.credit_in_currency) AS change_in_currency "
        + "FROM analytics.journal_line v " + leaf + "AND v.date < $5 "
        + "GROUP BY v.account, v.currency "
        + "ORDER BY v.account COLLATE \"C\", v.currency COLLATE \"C\""),
    columns: [
      Column(name: "account", type: .code), Column(name: "currency", type: .code),
      Column(name: "change", type: .money(.base)),
      Column(name: "change_in_currency", type: .money(.column("currency"))),
    ])

  /// The lines from day $5 through day $6 with their entries, entry after entry.
  static let lines = Dataset(
    name: "export lines",
    query: QueryText(
      "SELECT v.entry_seq, v.date, v.entry_number, v.journal, v.document_number, v.description, "
        + "v.account, v.currency, v.debit - v.credit AS change, "
        + "v.debit_in_currency - v.credit_in_currency AS change_in_currency "
        + "FROM analytics.journal_line v " + leaf + "AND v.date BETWEEN $5 AND $6 "
        + "ORDER BY v.date, v.entry_seq, v.line_seq"),
    columns: [
      Column(name: "entry_seq", type: .integer), Column(name: "date", type: .date),
      Column(name: "entry_number", type: .code), Column(name: "journal", type: .code),
      Column(name: "document_number", type: .code), Column(name: "description", type: .text),
      Column(name: "account", type: .code), Column(name: "currency", type: .code),
      Column(name: "change", type: .money(.base)),
      Column(name: "change_in_currency", type: .money(.column("currency"))),
    ])
}

/// A row of a dataset, field after field. The types were checked when it was prepared, so that a
/// field of another type is a defect.
struct CellFields {
  private var rest: ArraySlice<Cell>

  init(_ row: ArraySlice<Cell>) { rest = row }

  mutating func skip(_ count: Int) { rest.removeFirst(count) }

  mutating func text() -> String {
    guard let text = optionalText() else { accountingFault("an empty text") }
    return text
  }

  mutating func optionalText() -> String? {
    switch rest.popFirst() {
    case .text(let text): return text
    case .null: return nil
    case let other: accountingFault("\(String(describing: other)) is no text")
    }
  }

  mutating func money() -> Money {
    guard case .money(let money)? = rest.popFirst() else { accountingFault("no amount") }
    return money
  }

  mutating func integer() -> Int64 {
    guard case .integer(let value)? = rest.popFirst() else { accountingFault("no integer") }
    return value
  }

  mutating func date() -> CivilDate {
    guard case .date(let date)? = rest.popFirst() else { accountingFault("no date") }
    return date
  }
}
