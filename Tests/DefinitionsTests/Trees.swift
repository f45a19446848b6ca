import Definitions

/// Small configuration trees for the tests, with one valid file of every kind.
enum Trees {
  static let streams: Set<String> = ["companies", "items", "sales_invoices", "stock_movements"]

  static let base: [String: String] = [
    "jobs/nightclose.yaml": """
    version: 1
    warehouse: {embedded: true}
    connections:
      erp: {uri: "postgresql://reader@erp.example.com/erp"}
    """,
    "jobs/companies/ACME.yaml": """
    name: Acme Ltd
    sources:
      - {erp: shop, connection: erp}
    """,
    "jobs/sources/shop/source.yaml": """
    name: shop
    facts: {time_zone: Europe/Vienna, currency: EUR}
    streams:
      items: {history: none}
      sales_invoices: {sql: invoices.sql, history: recorded_at}
    """,
    "jobs/sources/shop/items.sql": "SELECT 1",
    "jobs/sources/shop/invoices.sql": "SELECT 1",
    "jobs/posting/accounts.csv": """
    code,name,type,normal_balance,control,monetary,group
    A,Assets,group,,,,
    1200,Trade receivables,asset,,receivable,,A
    4000,Sales,income,,,,
    3200,Undistributed result,equity,,,,
    """,
    "jobs/posting/roles.yaml": """
    roles:
      accounts_receivable: "1200"
      revenue: "4000"
      undistributed_result: "3200"
    """,
    "jobs/posting/sales.yaml": """
    journals:
      - {code: SAL, name: Sales}
    rules:
      - id: sales-invoice
        event: sales_invoices
        title: An invoice raises the customer's debt and earns revenue
        journal: SAL
        when: {"!=": [{var: status}, draft]}
        lines:
          - {side: debit, role: accounts_receivable, amount: total}
          - {side: credit, role: revenue, amount: net_amount - discount, per: line}
    """,
    "jobs/nightly.yaml": """
    title: Nightly close
    steps: [extract, inventory, ledger, subledgers, replenishment, checks, reports, publish]
    reports: [sales]
    """,
    "reports/sales.yaml": """
    title: Sales
    description: What was sold.
    parameters: [company, period]
    sheets:
      - name: sales
        title: Sales
        grain: one row per invoice
        dataset: sales
        columns:
          - {name: document, type: code}
          - {name: amount, type: money, currency: base, total: sum}
    """,
    "reports/datasets/sales.sql": "SELECT 1",
    "reports/packs/month.yaml": """
    title: Month
    description: For the board.
    reports: [sales]
    """,
  ]

  /// The tree with some files replaced or, with nil, left out.
  static func tree(_ changes: [String: String?] = [:]) -> ConfigurationTree {
    var files = base
    for (path, text) in changes { files[path] = text }
    return ConfigurationTree(shipped: files)
  }

  /// The problems of a tree, one line each; empty for a sound one.
  static func problems(_ changes: [String: String?] = [:]) -> [String] {
    do {
      _ = try Configuration.load(tree(changes), streams: streams)
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }
}
