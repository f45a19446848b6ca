import AccountingValues
import Definitions
import Expressions
import GeneralLedger
import Inventory
import Subledgers
import Tables
import Testing

@Suite("The configuration is decoded and checked across files")
struct ConfigurationTests {
  @Test("a sound tree decodes")
  func sound() throws {
    let configuration = try Configuration.load(Trees.tree(), streams: Trees.streams)
    let company = try #require(configuration.company("ACME"))
    #expect(company.name == "Acme Ltd")
    #expect(company.baseCurrency.code == "EUR")
    #expect(company.timeZone == "Europe/Vienna")
    #expect(company.costing.method == .fifo)
    #expect(company.ageing.upperBounds == [30, 60, 90, 120])
    #expect(company.roundingLimit.description == "0.05")
    #expect(
      configuration.sources["shop"]?.streams["sales_invoices"]?.value.sqlPath
        == "jobs/sources/shop/invoices.sql")
    let posting = configuration.posting.definitions(for: company)
    #expect(posting.rules.map(\.id) == ["sales-invoice"])
    #expect(posting.rules.first?.condition?.description == "status != \"draft\"")
    #expect(posting.rules.first?.lines.last?.amount?.description == "net_amount - discount")
    #expect(posting.mappings.map(\.account).sorted() == ["1200", "3200", "4000"])
    #expect(
      configuration.jobs["nightly"]?.steps.map(\.value)
        == [
          .extract, .inventory, .ledger, .subledgers, .replenishment, .checks, .reports, .publish,
        ])
    #expect(configuration.packs["month"]?.reports == ["sales"])
    #expect(
      configuration.reports["sales"]?.sheets.first?.columns.map(\.column.name)
        == ["document", "amount"])
  }

  @Test("what the product ships is sound")
  func shipped() {
    let tree = ConfigurationTree()
    #expect(tree.text("jobs/nightclose.yaml") != nil)
  }

  @Test("every company key is read")
  func company() throws {
    let text = """
      name: Acme Ltd
      base_currency: USD
      time_zone: America/New_York
      fiscal_calendar: {first_month: 7}
      go_live: 2025-07-01
      as_of: "2025-12-31"
      sources:
        - {erp: shop, connection: erp, tenant: "7", streams: [items]}
      inputs: /srv/finance/acme
      chart: jobs/posting/accounts.csv
      costing:
        method: moving_average
        level: location
        same_day: receipts_first
        negative_stock: refuse
        return_cost: method
        missing_price: [document, zero]
        overrides:
          - {category: "9", method: standard}
          - {item: BIKE, negative_stock: allow, return_cost: original}
          - {valid_from: 2026-04-01, method: moving_average}
          - {item: BIKE, valid_from: 2026-07-01, method: lifo}
      roles:
        revenue:
          - account: "4000"
          - {account: "1200", category: SERVICES, valid_from: 2025-08-01, id: revenue-services}
      dimensions:
        department:
        project: [project_key]
      ageing: {basis: document_date, buckets: [15, 30]}
      revenue_on: invoice
      rounding_limit: "0.10"
      policies:
        unmapped: suspense
        rate_maximum_age_days: 3
        default_due_days: 14
        late_rows: hold
        restatement: report
        close: working_day 5
        numbering: daily
        framework: local
      """
    let configuration = try Configuration.load(
      Trees.tree(["jobs/companies/ACME.yaml": text]), streams: Trees.streams)
    let company = try #require(configuration.company("ACME"))
    #expect(company.calendar.firstMonth == 7)
    #expect(company.inputs == "/srv/finance/acme")
    #expect(company.goLive == CivilDate("2025-07-01"))
    #expect(company.asOf == CivilDate("2025-12-31"))
    #expect(company.sources.first?.tenant == "7")
    #expect(company.costing.level == .location)
    #expect(company.costing.sameDay == .receiptsFirst)
    #expect(company.costing.missingPrice == [.document, .zero])
    #expect(
      company.costing.overrides.map(\.value.scope) == [
        .category("9"), .item("BIKE"), .company, .item("BIKE"),
      ])
    #expect(
      company.costing.overrides.map(\.value.validFrom?.description) == [
        nil, nil, "2026-04-01", "2026-07-01",
      ])
    #expect(company.costing.overrides.first?.value.method == .standard)
    #expect(
      company.dimensions.map(\.fields) == [["department", "department_key"], ["project_key"]])
    #expect(company.ageing.upperBounds == [15, 30])
    #expect(company.revenueOn == .invoice)
    #expect(company.policies.defaultDueDays == 14)
    #expect(company.policies.closesOnWorkingDay == 5)
    #expect(company.policies.numbering == .daily)
    #expect(company.policies.lateRows == .hold)
    let mappings = configuration.posting.mappings(for: company).map(\.value)
    #expect(
      mappings.map(\.id) == [
        "company:revenue#1", "revenue-services", "accounts_receivable",
        "undistributed_result",
      ])
    #expect(mappings[1].criteria == [.category: "SERVICES"])
  }

  @Test("a calendar of weeks is read")
  func weeks() throws {
    let text =
      (Trees.base["jobs/companies/ACME.yaml"] ?? "")
      + "\nfiscal_calendar: {first_month: 2, periods: \"4-5-4\", year_ends: nearest}\n"
    let company = try #require(
      try Configuration.load(
        Trees.tree(["jobs/companies/ACME.yaml": text]), streams: Trees.streams
      ).company("ACME"))
    #expect(
      company.calendar
        == FiscalCalendar(
          weekly: .fourFiveFour, lastWeekday: 6, yearEnd: .nearest, firstMonth: 2))
  }

  @Test("defaults of the source count where the company is silent")
  func defaults() throws {
    let source =
      (Trees.base["jobs/sources/shop/source.yaml"] ?? "") + """

        defaults:
          costing: {method: moving_average, negative_stock: refuse}
          policies: {unmapped: suspense}
        """
    let company = (Trees.base["jobs/companies/ACME.yaml"] ?? "") + "\ncosting: {method: lifo}\n"
    let configuration = try Configuration.load(
      Trees.tree([
        "jobs/sources/shop/source.yaml": source, "jobs/companies/ACME.yaml": company,
      ]), streams: Trees.streams)
    let acme = try #require(configuration.company("ACME"))
    #expect(acme.costing.method == .lifo)
    #expect(acme.costing.negativeStock == .refuse)
    #expect(acme.policies.unmapped == .suspense)
    #expect(acme.policies.defaultDueDays == 30)
  }

  @Test("an accepted finding names code, key, reason, person and last day")
  func accepted() throws {
    let text = "code,key,reason,by,until,treatment\nINV-003,7,gift,JD,2026-12-31,0.00\n"
    let configuration = try Configuration.load(
      Trees.tree(["jobs/companies/ACME/accepted.csv": text]), streams: Trees.streams)
    let accepted = try #require(configuration.accepted["ACME"]?.first)
    #expect(accepted.value.code == "INV-003")
    #expect(accepted.value.key == "7")
    #expect(accepted.value.acceptedBy == "JD")
    #expect(accepted.value.until == CivilDate("2026-12-31"))
    #expect(accepted.value.treatment == "0.00")
    #expect(accepted.place.line == 2)
  }

  @Test("what the ledger finds wrong with a rule is told where the rule is written")
  func ledgerProblems() throws {
    let configuration = try Configuration.load(Trees.tree(), streams: Trees.streams)
    let company = try #require(configuration.company("ACME"))
    let problems = ConfigurationProblems(
      DefinitionProblems([
        .init(subject: "rule sales-invoice, line 2", message: "it has no amount"),
        .init(subject: "account 4000", message: "x"),
        .init(subject: "mapping revenue", message: "y"),
        .init(subject: "the chart", message: "z"),
      ]), in: configuration.posting, company: company)
    #expect(
      problems.problems.map(\.description) == [
        "jobs/companies/ACME.yaml: the chart: z", "jobs/posting/accounts.csv:4: account 4000: x",
        "jobs/posting/roles.yaml:3:12: mapping revenue: y",
        "jobs/posting/sales.yaml:4:5: rule sales-invoice, line 2: it has no amount",
      ])
  }

  @Test("a mistake is told with file, line and column", arguments: mistakes)
  func mistake(_ mistake: Mistake) {
    #expect(Trees.problems([mistake.path: mistake.text]) == mistake.messages)
  }

  static let mistakes: [Mistake] =
    companyMistakes + sourceMistakes + postingMistakes + otherMistakes
}

/// A tree with one file replaced and what is said about it.
struct Mistake: Sendable, CustomTestStringConvertible {
  var name: String
  var path: String
  var text: String?
  var messages: [String]
  init(_ name: String, _ path: String, _ text: String?, _ messages: String...) {
    self.name = name
    self.path = path
    self.text = text
    self.messages = messages
  }
  var testDescription: String { name }
}

private let sourcesKey = "sources: [{erp: shop, connection: erp}]\n"

private let companyMistakes: [Mistake] = [
  Mistake(
    "unknown currency, zone and dates", "jobs/companies/ACME.yaml",
    "name: Acme\nbase_currency: EUX\ntime_zone: CEST\ngo_live: 2026-02-30\n" + sourcesKey,
    "jobs/companies/ACME.yaml:2:16: `base_currency` is an ISO 4217 code such as EUR; \"EUX\" is not"
      + " on the list",
    "jobs/companies/ACME.yaml:3:12: `time_zone` is an IANA name such as Europe/Vienna; there is no"
      + " CEST",
    "jobs/companies/ACME.yaml:4:10: `go_live` is a day such as 2026-10-31; there is no day"
      + " `2026-02-30`"),
  Mistake(
    "as-of before go-live", "jobs/companies/ACME.yaml",
    "name: Acme\ngo_live: 2026-01-01\nas_of: 2025-12-31\n" + sourcesKey,
    "jobs/companies/ACME.yaml:3:1: `as_of` 2025-12-31 is before `go_live` 2026-01-01"),
  Mistake(
    "no source", "jobs/companies/ACME.yaml",
    "name: Acme\nbase_currency: EUR\ntime_zone: UTC\nsources: []\n",
    "jobs/companies/ACME.yaml:4:1: `sources` lists at least one source"),
  Mistake(
    "neither currency nor zone", "jobs/companies/ACME.yaml",
    "name: Acme\nsources: [{erp: other, connection: erp}]\n",
    "jobs/companies/ACME.yaml:1:1: `base_currency` is missing in the company and in its source",
    "jobs/companies/ACME.yaml:1:1: `time_zone` is missing in the company and in its source"),
  Mistake(
    "unknown source and connection", "jobs/companies/ACME.yaml",
    "name: Acme\nbase_currency: EUR\ntime_zone: UTC\nsources: [{erp: other, connection: db}]\n",
    "jobs/companies/ACME.yaml:4:17: there is no source `other`: jobs/sources/other/source.yaml",
    "jobs/companies/ACME.yaml:4:36: there is no connection `db` in jobs/nightclose.yaml"),
  Mistake(
    "streams that are not there or come twice", "jobs/companies/ACME.yaml",
    "name: Acme\nsources:\n  - {erp: shop, connection: erp, streams: [items, carts]}\n"
      + "  - {erp: shop, connection: erp}\n",
    "jobs/companies/ACME.yaml:3:51: shop feeds no stream `carts`",
    "jobs/companies/ACME.yaml:4:11: stream `items` comes from shop already; list each source's"
      + " `streams`"),
  Mistake(
    "an amount that is not quoted", "jobs/companies/ACME.yaml",
    "name: Acme\nrounding_limit: 0.05\n" + sourcesKey,
    "jobs/companies/ACME.yaml:2:17: `rounding_limit` is quoted, so that it stays exact: \"0.05\""),
  Mistake(
    "an amount that is none, below zero", "jobs/companies/ACME.yaml",
    "name: Acme\nrounding_limit: \"-1\"\n" + sourcesKey,
    "jobs/companies/ACME.yaml:2:1: `rounding_limit` is not negative"),
  Mistake(
    "an account code that is not quoted", "jobs/companies/ACME.yaml",
    "name: Acme\n\(sourcesKey)roles:\n  revenue: 4000\n",
    "jobs/companies/ACME.yaml:4:12: the account of `revenue` is a text: quote it as \"4000\""),
  Mistake(
    "an account that is not in the chart", "jobs/companies/ACME.yaml",
    "name: Acme\n\(sourcesKey)roles:\n  revenue: \"4711\"\n",
    "jobs/companies/ACME.yaml:4:12: role `revenue`: jobs/posting/accounts.csv has no account 4711"),
  Mistake(
    "costing that contradicts itself", "jobs/companies/ACME.yaml",
    "name: Acme\n\(sourcesKey)costing:\n  missing_price: [zero, document]\n"
      + "  overrides:\n    - {method: lifo}\n    - {item: A, method: fefo}\n    - {item: A}\n",
    "jobs/companies/ACME.yaml:4:3: `missing_price` lists each place once and ends with zero, which"
      + " is a finding",
    "jobs/companies/ACME.yaml:6:7: an override has exactly one of `item`, `category`, or neither"
      + " from a day on",
    "jobs/companies/ACME.yaml:7:25: `method` is one of fifo, lifo, hifo, specific,"
      + " moving_average, periodic_average, standard; not `fefo`",
    "jobs/companies/ACME.yaml:8:7: there is an override for it already"),
  Mistake(
    "buckets and closing day", "jobs/companies/ACME.yaml",
    "name: Acme\n\(sourcesKey)ageing: {buckets: [60, 30]}\npolicies: {close: friday}\n",
    "jobs/companies/ACME.yaml:3:10: `buckets` are last days that rise: [30, 60, 90]",
    "jobs/companies/ACME.yaml:4:19: `close` is `manual` or such as `working_day 5`"),
  Mistake(
    "a calendar that contradicts itself", "jobs/companies/ACME.yaml",
    "name: Acme\n\(sourcesKey)fiscal_calendar: {week_ends: friday}\n",
    "jobs/companies/ACME.yaml:3:19: `week_ends` needs `periods` of weeks, such as \"4-4-5\""),
  Mistake(
    "a cut-off that is not there yet", "jobs/companies/ACME.yaml",
    "name: Acme\n\(sourcesKey)revenue_on: delivery\n",
    "jobs/companies/ACME.yaml:3:1: `revenue_on: delivery` is not there yet: write `invoice`, on"
      + " which revenue counts"),
  Mistake(
    "tenants in one file", "jobs/companies/ACME.yaml",
    "name: Acme\n\(sourcesKey)tenants: [A, B]\n",
    "jobs/companies/ACME.yaml:3:1: `tenants` is not there yet: write one file per company, each"
      + " with the `tenant` of its source"),
  Mistake(
    "a chart that is not there", "jobs/companies/ACME.yaml",
    "name: Acme\n\(sourcesKey)chart: jobs/posting/none.csv\n",
    "jobs/companies/ACME.yaml:3:8: `chart`: there is no file jobs/posting/none.csv"),
  Mistake(
    "two companies of one code", "jobs/companies/acme.yaml", "name: Acme 2\n" + sourcesKey,
    "jobs/companies/acme.yaml: company ACME has the same code but for upper and lower case"),
  Mistake(
    "a code that cannot name a folder", "jobs/companies/A B.yaml", "name: AB\n" + sourcesKey,
    "jobs/companies/A B.yaml: a company's code is made of letters, digits, - and _"),
]

private let sourceMistakes: [Mistake] = [
  Mistake(
    "name, file, stream and history", "jobs/sources/shop/source.yaml",
    """
    name: store
    facts: {time_zone: Europe/Vienna, currency: EUR}
    streams:
      items: {sql: goods.sql}
      sales_invoices: {sql: invoices.sql, history: observed, remember: false}
      carts: {sql: items.sql}
    """,
    "jobs/sources/shop/source.yaml:1:7: `name` is the folder's name, shop",
    "jobs/sources/shop/source.yaml:4:16: there is no file jobs/sources/shop/goods.sql",
    "jobs/sources/shop/source.yaml:5:58: `history: observed` needs `remember: true`: what is seen"
      + " must be kept",
    "jobs/sources/shop/source.yaml:6:3: there is no stream `carts`; see `nightclose sources list`"),
  Mistake(
    "documents that are remembered", "jobs/sources/shop/source.yaml",
    """
    name: shop
    facts: {time_zone: Europe/Vienna, currency: EUR}
    streams:
      items: {}
      sales_invoices: {sql: items.sql, remember: true}
    """,
    "jobs/sources/shop/source.yaml:5:36: only `stock_movements` can be remembered: a document that"
      + " changes alone would leave what settles it"),
  Mistake(
    "assumptions and missing streams", "jobs/sources/shop/source.yaml",
    """
    name: shop
    facts: {time_zone: Europe/Vienna, currency: EUR}
    streams: {items: {}}
    assumptions:
      - {id: A1, text: One., streams: [companies], reports: [margin]}
      - {id: A1, text: Two.}
    missing:
      - {stream: items, reason: none, switches_off: nothing}
      - {stream: carts, reason: none, switches_off: nothing}
    """,
    "jobs/sources/shop/source.yaml:5:36: assumption `A1`: shop feeds no stream `companies`",
    "jobs/sources/shop/source.yaml:5:58: there is no report `margin`",
    "jobs/sources/shop/source.yaml:6:10: assumption `A1` is there twice",
    "jobs/sources/shop/source.yaml:8:14: `items` is listed in `streams` too",
    "jobs/sources/shop/source.yaml:9:14: there is no stream `carts`; see `nightclose sources list`"),
  Mistake(
    "no stream", "jobs/sources/shop/source.yaml",
    "name: shop\nfacts: {time_zone: Europe/Vienna, currency: EUR}\nstreams:\n",
    "jobs/sources/shop/source.yaml:3:1: `streams` lists at least one stream"),
]

private let postingMistakes: [Mistake] = [
  Mistake(
    "chart of accounts", "jobs/posting/accounts.csv",
    """
    code,name,type,normal_balance,control,monetary,group,colour
    1200,Trade receivables,asset,left,receivables,maybe,X,red
    4000,Sales,revenue,,,,,
    4000,Sales,income,,,,,
    4000,Sales again,income,,,,,
    5000,,expense,,,,,
    G,Group,group,,,,H,
    3200,Undistributed result,equity,,,,,
    """,
    "jobs/posting/accounts.csv:1: unknown column `colour`; there are: code, name, type,"
      + " normal_balance, control, monetary, group",
    "jobs/posting/accounts.csv:2: `control` is one of none, receivable, payable, inventory, grni,"
      + " bank, tax, customer_advance, supplier_advance; not `receivables`",
    "jobs/posting/accounts.csv:2: `monetary` is true or false, not `maybe`",
    "jobs/posting/accounts.csv:2: `normal_balance` is one of debit, credit; not `left`",
    "jobs/posting/accounts.csv:2: account 1200: there is no group X",
    "jobs/posting/accounts.csv:3: `type` is one of asset, liability, equity, income, expense,"
      + " group; not `revenue`",
    "jobs/posting/accounts.csv:5: code 4000 is used in line 4 already",
    "jobs/posting/accounts.csv:6: `name` is empty",
    "jobs/posting/accounts.csv:7: group G: there is no group H"),
  Mistake(
    "a column is missing", "jobs/posting/accounts.csv", "code,name\n1200,x\n4000,x\n",
    "jobs/posting/accounts.csv:1: column `type` is missing",
    "jobs/posting/roles.yaml:2:24: role `accounts_receivable`: jobs/posting/accounts.csv has no"
      + " account 1200",
    "jobs/posting/roles.yaml:3:12: role `revenue`: jobs/posting/accounts.csv has no account 4000",
    "jobs/posting/roles.yaml:4:25: role `undistributed_result`: jobs/posting/accounts.csv has no"
      + " account 3200"),
  Mistake(
    "roles without account", "jobs/posting/roles.yaml", "roles:\n  revenue: \"4000\"\n",
    "jobs/companies/ACME.yaml:1:1: role `undistributed_result` has no account for the whole company"
      + " ACME: results of former years would have no place; name it in jobs/posting/roles.yaml or"
      + " under `roles`",
    "jobs/posting/sales.yaml:4:5: rule `sales-invoice`: role `accounts_receivable` has no account"
      + " for company ACME"),
  Mistake(
    "an account for the results of former years of some only", "jobs/posting/roles.yaml",
    "roles:\n  accounts_receivable: \"1200\"\n  revenue: \"4000\"\n"
      + "  undistributed_result: [{account: \"3200\", company: OTHER}]\n",
    "jobs/posting/roles.yaml:4:36: role `undistributed_result` has no account for the whole company"
      + " ACME: results of former years would have no place; name it in jobs/posting/roles.yaml or"
      + " under `roles`"),
  Mistake(
    "role and criteria spelt wrong", "jobs/posting/roles.yaml",
    "roles:\n  accounts_receivable: \"1200\"\n  Revenue: [{account: \"4000\", categroy: X}]\n"
      + "  revenue: \"4000\"\n  undistributed_result: \"3200\"\n",
    "jobs/posting/roles.yaml:3:3: a role is named with a-z, 0-9 and _",
    "jobs/posting/roles.yaml:3:31: unknown key `categroy` in an account of role `Revenue`; there"
      + " are: account, item, category, partner, partner_group, location, cash_account,"
      + " payment_method, reason, tax_code, company, id, valid_from"),
  Mistake(
    "a rule's form", "jobs/posting/more.yaml",
    """
    journals:
      - {code: SAL, name: Again}
      - {code: GEN, name: General, numbers: "{seq}"}
    rules:
      - id: sales-invoice
        event: sales_invoices
        title: Once more
        journal: PUR
        lines: []
      - {id: a, event: e, title: t, journal: SAL}
      - {id: b, event: e, title: t, exclude: drafts, lines: []}
      - id: c
        event: e
        title: t
        journal: SAL
        when: {"and": [{"=": [1, 1]}, {"<": [1]}]}
        lines:
          - {side: left, role: revenue, amount: a}
          - {side: debit, amount: a}
          - {side: debit, role: revenue}
          - {side: debit, role: revenue, amount: "a * b"}
    """,
    "jobs/posting/more.yaml:3:41: `numbers`: it must contain {journal}, {year} and {seq}, else"
      + " numbers repeat",
    "jobs/posting/more.yaml:5:5: rule `sales-invoice`: there is no journal `PUR`",
    "jobs/posting/more.yaml:10:5: rule `a` has `lines`, or `exclude` with the reason",
    "jobs/posting/more.yaml:11:33: rule `b` has `lines` or `exclude`, not both",
    "jobs/posting/more.yaml:16:21: unknown operator `=`; there are: == === != !== < <= > >= and or"
      + " ! !! if in + - * / % min max cat substr merge map filter reduce all none some var missing"
      + " missing_some",
    "jobs/posting/more.yaml:16:36: `<` takes 2 or 3 arguments, here are 1",
    "jobs/posting/more.yaml:18:16: `side` is one of debit, credit; not `left`",
    "jobs/posting/more.yaml:19:9: a posting line has a `role`, or an `account_from` field",
    "jobs/posting/more.yaml:20:9: a posting line has an `amount` or a `base_amount`",
    "jobs/posting/more.yaml:21:46: `amount` is a sum of fields such as `net_amount - fee_amount`,"
      + " not `a * b`",
    "jobs/posting/sales.yaml:2:5: journal `SAL` is there already",
    "jobs/posting/sales.yaml:4:5: rule `sales-invoice` is there already: jobs/posting/more.yaml:5:5;"
      + " versions differ in `valid_from`"),
]

private let otherMistakes: [Mistake] = [
  Mistake(
    "output among the configuration", "jobs/nightclose.yaml",
    "version: 1\noutput: ./reports/published\nconnections: {erp: {service: erp}}\n",
    "jobs/nightclose.yaml:2:9: `output` is outside jobs/ and reports/"),
  Mistake(
    "a notification without the whole path of its program", "jobs/nightclose.yaml",
    "version: 1\nconnections: {erp: {service: erp}}\nnotification: {command: [mail, -s, x]}\n",
    "jobs/nightclose.yaml:3:16: `command` begins with the whole path of a program, such as"
      + " /usr/bin/mail"),
  Mistake(
    "accepted findings", "jobs/companies/ACME/accepted.csv",
    "code,key,reason,by,until,treatment\nINV-003,7,known,JD,2026-12-31,\n"
      + "INV-003,7,again,JD,2026-12-31,\nINV-004,,,JD,2026-12-31,\nINV-005,,x,JD,soon,\n",
    "jobs/companies/ACME/accepted.csv:3: finding INV-003 is accepted in line 2 already",
    "jobs/companies/ACME/accepted.csv:4: `reason` is empty",
    "jobs/companies/ACME/accepted.csv:5: `until` is a day such as 2026-12-31, not `soon`"),
  Mistake(
    "a report without dataset", "reports/datasets/sales.sql", nil,
    "reports/sales.yaml:1:1: sheet 'sales' of report sales: there is no dataset"
      + " reports/datasets/sales.sql"),
  Mistake(
    "a report that contradicts itself", "reports/sales.yaml",
    """
    title: Sales
    description: What was sold.
    streams: [carts]
    checks: [nothing]
    sheets:
      - name: sales
        title: Sales
        grain: one row per invoice
        dataset: sales
        groups: [partner]
        columns:
          - {name: amount, type: code, currency: base, total: sum}
          - {name: day, type: money, width: 200}
    """,
    "reports/sales.yaml:1:1: report sales: there is no check jobs/checks/nothing.sql",
    "reports/sales.yaml:1:1: sheet 'sales': column 'amount' is not of a kind that adds up",
    "reports/sales.yaml:1:1: sheet 'sales': the order starts with the groups (partner), else one"
      + " group would have several subtotals",
    "reports/sales.yaml:1:1: sheet 'sales': there is no column 'partner'",
    "reports/sales.yaml:1:1: there is no stream `carts`; see `nightclose sources list`",
    "reports/sales.yaml:12:46: only columns of type money have a `currency`",
    "reports/sales.yaml:13:41: `width` is 200; possible is 1 … 120"),
  Mistake(
    "a pack of nothing", "reports/packs/month.yaml",
    "title: M\ndescription: D\nreports: [margin]\n",
    "reports/packs/month.yaml:3:11: there is no report `margin`"),
  Mistake(
    "a job's steps, reports and companies", "jobs/nightly.yaml",
    """
    title: Nightly
    steps: [ledger, extract, ledger, fly]
    reports: [margin]
    packs: [quarter]
    companies: [NONE]
    """,
    "jobs/nightly.yaml:2:9: `steps` leaves out `inventory`, `subledgers`, `replenishment`, `checks`,"
      + " `reports`, `publish`: a run does all of it, for what it publishes is proven as a whole",
    "jobs/nightly.yaml:2:26: step `ledger` is there twice",
    "jobs/nightly.yaml:2:34: each of `steps` is one of extract, inventory, ledger, subledgers,"
      + " replenishment, checks, reports, publish, close_period; not `fly`",
    "jobs/nightly.yaml:3:11: there is no report `margin`",
    "jobs/nightly.yaml:4:9: there is no pack `quarter`",
    "jobs/nightly.yaml:5:13: there is no company `NONE`"),
  Mistake(
    "jobs that include each other", "jobs/nightly.yaml",
    "title: Night\nincludes: nightly\nsteps:\n  [extract, inventory, ledger, subledgers, replenishment, checks, reports, publish]\n",
    "jobs/nightly.yaml:2:11: `includes`: nightly includes this job in turn"),
  Mistake(
    "a job includes what is not there", "jobs/other.yaml",
    "title: Night\nincludes: daily\nsteps:\n  [extract, inventory, ledger, subledgers, replenishment, checks, reports, publish]\n",
    "jobs/other.yaml:2:11: `includes`: there is no job daily"),
]
