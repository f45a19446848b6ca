import PostgresClient
import Tables
import Warehouse

/// What an audit file reads of one published period beside its balances, as values of the leaf: $1 the
/// company, $2 period, $3 run, $4 leaf.
enum AuditFileDatasets {
  private static let leaf =
    "WHERE v.company = $1 AND v.period_id = $2 AND v.run_id = $3 AND v.leaf = $4 "

  /// How much there is.
  static let totals = Dataset(
    name: "audit file totals",
    query: QueryText(
      "SELECT count(DISTINCT v.entry_seq) AS entries, coalesce(sum(v.debit), 0) AS debit, "
        + "coalesce(sum(v.credit), 0) AS credit FROM analytics.journal_line v " + leaf),
    columns: [
      Column(name: "entries", type: .integer), Column(name: "debit", type: .money(.base)),
      Column(name: "credit", type: .money(.base)),
    ])

  /// The journals that have entries.
  static let journals = Dataset(
    name: "audit file journals",
    query: QueryText(
      "SELECT v.journal FROM analytics.journal_line v " + leaf
        + "GROUP BY v.journal ORDER BY v.journal COLLATE \"C\""),
    columns: [Column(name: "journal", type: .code)])

  /// The codes of analysis that lines carry, with their names.
  static let analyses = Dataset(
    name: "audit file analyses",
    query: QueryText(
      "SELECT a.kind, a.code, max(a.name COLLATE \"C\") AS name "
        + "FROM analytics.journal_line v "
        + "CROSS JOIN LATERAL (VALUES ('ITEM', v.item, v.item_name), "
        + "('LOCATION', v.location, v.location), ('DEPARTMT', v.department, v.department), "
        + "('PROJECT', v.project, v.project), ('TAXCODE', v.tax_code, v.tax_code)"
        + ") AS a (kind, code, name) " + leaf + "AND a.code IS NOT NULL "
        + "GROUP BY a.kind, a.code ORDER BY a.kind COLLATE \"C\", a.code COLLATE \"C\""),
    columns: [
      Column(name: "kind", type: .code), Column(name: "code", type: .code),
      Column(name: "name", type: .text),
    ])

  /// What is open by subledger, partner and control account at the end of the period.
  static let residuals = Dataset(
    name: "audit file residuals",
    query: QueryText(
      "SELECT v.ledger, v.account, v.partner, v.partner_name, sum(v.residual) AS residual "
        + "FROM analytics.open_item v " + leaf
        + "GROUP BY v.ledger, v.account, v.partner, v.partner_name "
        + "ORDER BY v.ledger COLLATE \"C\", v.account COLLATE \"C\", v.partner COLLATE \"C\""),
    columns: [
      Column(name: "ledger", type: .code), Column(name: "account", type: .code),
      Column(name: "partner", type: .code), Column(name: "partner_name", type: .text),
      Column(name: "residual", type: .money(.base)),
    ])

  /// What partners moved by account and role.
  static let movements = Dataset(
    name: "audit file movements",
    query: QueryText(
      "SELECT v.account, v.role, v.partner, v.partner_name, sum(v.debit - v.credit) AS change "
        + "FROM analytics.journal_line v " + leaf + "AND v.partner IS NOT NULL "
        + "GROUP BY v.account, v.role, v.partner, v.partner_name "
        + "ORDER BY v.account COLLATE \"C\", v.role COLLATE \"C\", v.partner COLLATE \"C\""),
    columns: [
      Column(name: "account", type: .code), Column(name: "role", type: .code),
      Column(name: "partner", type: .code), Column(name: "partner_name", type: .text),
      Column(name: "change", type: .money(.base)),
    ])

  /// The lines of journal $5 with their entries, entry after entry.
  static let lines = Dataset(
    name: "audit file lines",
    query: QueryText(
      "SELECT v.entry_seq, v.date, e.occurred_on, v.entry_number, v.event, v.document_number, "
        + "v.description, v.line_seq, v.account, v.currency, v.debit, v.credit, "
        + "v.debit_in_currency, v.credit_in_currency, v.partner, v.item, v.item_name, v.location, "
        + "v.department, v.project, v.tax_code "
        + "FROM analytics.journal_line v "
        + "JOIN analytics.journal_entry e ON e.company = v.company AND e.period_id = v.period_id "
        + "AND e.run_id = v.run_id AND e.leaf = v.leaf AND e.entry_seq = v.entry_seq " + leaf
        + "AND v.journal = $5 ORDER BY v.date, v.entry_seq, v.line_seq"),
    columns: [
      Column(name: "entry_seq", type: .integer), Column(name: "date", type: .date),
      Column(name: "occurred_on", type: .date), Column(name: "entry_number", type: .code),
      Column(name: "event", type: .code), Column(name: "document_number", type: .code),
      Column(name: "description", type: .text), Column(name: "line_seq", type: .integer),
      Column(name: "account", type: .code), Column(name: "currency", type: .code),
      Column(name: "debit", type: .money(.base)), Column(name: "credit", type: .money(.base)),
      Column(name: "debit_in_currency", type: .money(.column("currency"))),
      Column(name: "credit_in_currency", type: .money(.column("currency"))),
      Column(name: "partner", type: .code), Column(name: "item", type: .code),
      Column(name: "item_name", type: .text), Column(name: "location", type: .code),
      Column(name: "department", type: .code), Column(name: "project", type: .code),
      Column(name: "tax_code", type: .code),
    ])
}
