import AccountingValues
import PostgresClient
import Tables
import Warehouse

/// A published entry with its lines, and what the published figures say of its document.
struct PublishedEntry {
  /// A line as it was published.
  struct Line {
    let account: String
    let accountName: String
    let role: String
    /// In base currency, debit positive.
    let base: Money
    /// In the line's currency, debit positive.
    let own: Money
    let partner: String?
    let department: String?
    let project: String?

    var side: String { (own.minor == 0 ? base.minor : own.minor) < 0 ? "credit" : "debit" }
  }

  /// What published figures know of the goods of the document.
  struct Goods: Hashable {
    var items: Set<String> = []
    var categories: Set<String> = []
    var locations: Set<String> = []
  }

  let sequence: Int64
  let journal: String
  /// The number it was given; `nil` before.
  let number: String?
  let reference: String
  let date: CivilDate
  let event: String
  let rule: String
  let stream: String?
  /// As it is shown: parts with slashes between them.
  let key: String?
  let document: String?
  let text: String
  var lines: [Line] = []
  /// `nil` where the figures do not say.
  var goods: Goods?
}

/// What an explanation reads of one published period, as values of the leaf: $1 the company, $2
/// period, $3 run, $4 leaf.
enum PostingDatasets {
  private static let leaf =
    "WHERE v.company = $1 AND v.period_id = $2 AND v.run_id = $3 AND v.leaf = $4 "

  /// Entries by their number, reference or document's number ($5), or by the row they are of, stream ($6)
  /// and key ($7).
  static let entries = Dataset(
    name: "entries of a document",
    query: QueryText(
      "SELECT e.seq, e.journal, e.number, e.reference, e.date, e.event, e.rule, m.stream, "
        + "replace(m.key, E'\\x1f', '/') AS key, e.document_number, e.description "
        + "FROM core.company c JOIN core.journal_entry e ON e.company_id = c.company_id "
        + "LEFT JOIN core.key_map m ON m.key_id = e.document_id "
        + "WHERE c.code = $1 AND e.period_id = $2 AND e.run_id = $3 AND e.leaf = $4 "
        + "AND (e.document_number = $5 OR e.number = $5 OR e.reference = $5 "
        + "OR m.stream = $6 AND replace(m.key, E'\\x1f', '/') = $7) ORDER BY e.date, e.seq"),
    columns: [
      Column(name: "seq", type: .integer), Column(name: "journal", type: .code),
      Column(name: "number", type: .code), Column(name: "reference", type: .code),
      Column(name: "date", type: .date), Column(name: "event", type: .code),
      Column(name: "rule", type: .code), Column(name: "stream", type: .code),
      Column(name: "key", type: .text), Column(name: "document_number", type: .text),
      Column(name: "description", type: .text),
    ])

  /// The lines of an entry ($5).
  static let lines = Dataset(
    name: "lines of an entry",
    query: QueryText(
      "SELECT v.account, v.account_name, v.role, v.debit - v.credit AS change, v.currency, "
        + "v.debit_in_currency - v.credit_in_currency AS change_in_currency, v.partner, "
        + "v.department, v.project FROM analytics.journal_line v " + leaf
        + "AND v.entry_seq = $5 ORDER BY v.line_seq"),
    columns: [
      Column(name: "account", type: .code), Column(name: "account_name", type: .text),
      Column(name: "role", type: .code), Column(name: "change", type: .money(.base)),
      Column(name: "currency", type: .code),
      Column(name: "change_in_currency", type: .money(.column("currency"))),
      Column(name: "partner", type: .code), Column(name: "department", type: .code),
      Column(name: "project", type: .code),
    ])

  /// What goods a document moved, by its stream ($5) and number ($6).
  static let goods = Dataset(
    name: "goods of a document",
    query: QueryText(
      "SELECT DISTINCT v.item, v.category, v.location FROM analytics.stock_ledger v " + leaf
        + "AND v.document_stream = $5 AND v.document_number = $6 ORDER BY 1, 2, 3"),
    columns: [
      Column(name: "item", type: .code), Column(name: "category", type: .text),
      Column(name: "location", type: .code),
    ])
}

extension PublishedEntry {
  /// What somebody asks for: a number or reference, or a row as `stream:key`.
  struct Wanted {
    let text: String

    /// The row, where the text can name one.
    var row: (stream: String, key: String)? {
      guard let colon = text.firstIndex(of: ":"), colon > text.startIndex else { return nil }
      let key = text[text.index(after: colon)...]
      return key.isEmpty ? nil : (String(text[..<colon]), String(key))
    }
  }

  /// The entries of a document in one published leaf, with all that is published of them.
  static func read(
    _ wanted: Wanted, leaf: [Parameter], _ datasets: DatasetReader
  ) throws -> [PublishedEntry] {
    var found: [PublishedEntry] = []
    let row = wanted.row
    let asked: [Parameter] =
      [.text(wanted.text)] + [row?.stream, row?.key].map { $0.map { .text($0) } ?? .null }
    var rows = try datasets.rows(PostingDatasets.entries, leaf + asked)
    while let batch = try rows.next() {
      for index in 0..<batch.rowCount { found.append(PublishedEntry(batch[index])) }
    }
    for index in found.indices {
      found[index].lines = try lines(of: found[index].sequence, leaf, datasets)
      found[index].goods = try goods(of: found[index], leaf, datasets)
    }
    return found
  }

  private init(_ row: ArraySlice<Cell>) {
    var fields = CellFields(row)
    sequence = fields.integer()
    journal = fields.text()
    number = fields.optionalText()
    reference = fields.text()
    date = fields.date()
    event = fields.text()
    rule = fields.text()
    stream = fields.optionalText()
    key = fields.optionalText()
    document = fields.optionalText()
    text = fields.optionalText() ?? ""
  }

  private static func lines(
    of sequence: Int64, _ leaf: [Parameter], _ datasets: DatasetReader
  ) throws -> [Line] {
    var found: [Line] = []
    var rows = try datasets.rows(PostingDatasets.lines, leaf + [.integer(sequence)])
    while let batch = try rows.next() {
      for index in 0..<batch.rowCount { found.append(Line(batch[index])) }
    }
    return found
  }

  /// Only entries of stock say what they moved; those of other documents are published without lines of
  /// the document.
  private static func goods(
    of entry: PublishedEntry, _ leaf: [Parameter], _ datasets: DatasetReader
  ) throws -> Goods? {
    guard entry.event.hasPrefix("stock_"), let stream = entry.stream, let number = entry.document
    else { return nil }
    var goods = Goods()
    var rows = try datasets.rows(PostingDatasets.goods, leaf + [.text(stream), .text(number)])
    while let batch = try rows.next() {
      for index in 0..<batch.rowCount {
        var fields = CellFields(batch[index])
        goods.items.insert(fields.text())
        if let category = fields.optionalText() { goods.categories.insert(category) }
        if let location = fields.optionalText() { goods.locations.insert(location) }
      }
    }
    return goods.items.isEmpty ? nil : goods
  }
}

extension PublishedEntry.Line {
  fileprivate init(_ row: ArraySlice<Cell>) {
    var fields = CellFields(row)
    account = fields.text()
    accountName = fields.text()
    role = fields.text()
    base = fields.money()
    _ = fields.text()
    own = fields.money()
    partner = fields.optionalText()
    department = fields.optionalText()
    project = fields.optionalText()
  }
}
