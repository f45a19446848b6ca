public import AccountingValues

/// What `nightclose init` is told.
public struct CompanySetUp: Sendable {
  /// The company's code.
  public var company: String
  /// The ERP: a folder of jobs/sources.
  public var erp: String
  /// The connection's name in jobs/nightclose.yaml.
  public var connection: String
  /// The connection's URI, where jobs/nightclose.yaml is written now; else a service of that name.
  public var uri: String?
  /// The warehouse's URI, where jobs/nightclose.yaml is written now; else the embedded server.
  public var warehouse: String?
  /// The legal name; the code if `nil`.
  public var name: String?
  /// The base currency, where the source does not say.
  public var baseCurrency: String?
  /// The time zone, where the source does not say.
  public var timeZone: String?
  /// The first day that is posted.
  public var goLive: CivilDate?
  /// Whether files are written and nothing else is done.
  public var writesFilesOnly: Bool

  /// What to set up.
  public init(
    company: String, erp: String, connection: String, uri: String? = nil, warehouse: String? = nil,
    name: String? = nil, baseCurrency: String? = nil, timeZone: String? = nil,
    goLive: CivilDate? = nil, writesFilesOnly: Bool = false
  ) {
    self.company = company
    self.erp = erp
    self.connection = connection
    self.uri = uri
    self.warehouse = warehouse
    self.name = name
    self.baseCurrency = baseCurrency
    self.timeZone = timeZone
    self.goLive = goLive
    self.writesFilesOnly = writesFilesOnly
  }
}

/// The text of the files `init` writes.
struct CompanySetUpText {
  let setUp: CompanySetUp
  /// Whether a database of this ERP holds several companies.
  let hasTenants: Bool
  /// What the source says, if the set-up does not.
  let sourceCurrency: String?
  let sourceTimeZone: String?

  /// `jobs/nightclose.yaml`
  var installation: String {
    let warehouse = setUp.warehouse.map { "uri: \(Self.quoted($0))" } ?? "embedded: true"
    let connection =
      setUp.uri.map { "uri: \(Self.quoted($0))" }
      ?? "service: \(Self.quoted(setUp.connection))        # in pg_service.conf; or uri: postgresql://…"
    return """
      # Where servers and folders are. `nightclose config check` tells every mistake with line and
      # column. It holds no password: use a passfile (~/.pgpass, mode 0600) or `password_command`.
      version: 1

      # The database results are published to: exactly one of uri, service, embedded.
      warehouse:
        \(warehouse)
        # sslmode: verify-full          # disable allow prefer require verify-ca verify-full
        # password_command: [/usr/local/bin/secret, warehouse]

      # The databases that are read, by the name jobs/companies/*.yaml use.
      connections:
        \(Self.key(setUp.connection)):
          \(connection)
          # row_security: true          # where policies of the ERP shall hide rows from the reader

      # output: /srv/nightclose         # published files; never inside jobs/ or reports/
      # state: /var/lib/nightclose      # locks, logs and unfinished files

      retention:
        superseded_run_days: 14         # runs of open periods in the warehouse
        log_days: 90
        # superseded_file_days: 365     # files of superseded closes; kept for ever without it

      # notification:
      #   occasion: failure             # failure, always
      #   command: [/usr/bin/mail, -s, nightclose, accounting@example.com]

      # metrics: /var/lib/prometheus/node-exporter/nightclose.prom

      """
  }

  /// `jobs/companies/<code>.yaml`
  var company: String {
    let tenant =
      hasTenants
      ? "tenant: \(Self.quoted(setUp.company))    # the company's code in that database"
      : "# tenant: \"1\"               # where a database holds several companies"
    return """
      # Company \(setUp.company), read from \(setUp.erp). What is commented out shows what applies without it;
      # jobs/README.md explains every key, and `nightclose config check` tells every mistake.
      name: \(Self.quoted(setUp.name ?? setUp.company))
      sources:
        - erp: \(Self.quoted(setUp.erp))
          connection: \(Self.quoted(setUp.connection))
          \(tenant)
          # streams: [items]           # only these; without it, all that \(setUp.erp) feeds
      # inputs: /srv/inputs/\(setUp.company)    # CSV inputs besides jobs/companies/\(setUp.company)/data

      \(line("base_currency", setUp.baseCurrency, sourceCurrency))
      \(line("time_zone", setUp.timeZone, sourceTimeZone))
      # fiscal_calendar: {first_month: 1}
      \(setUp.goLive.map { "go_live: \($0)" } ?? "# go_live: 2026-01-01")            # first day that is posted; the first run needs it
      # as_of: 2026-12-31              # the day that stands for today where the data has ended

      # costing:
      #   method: fifo                 # fifo lifo hifo specific moving_average standard
      #   level: company               # company location lot
      #   same_day: as_recorded        # as_recorded receipts_first
      #   negative_stock: allow        # allow refuse
      #   return_cost: original        # original method
      #   missing_price: [document, purchase_order, last_layer, standard, zero]
      #   output_cost: progress        # progress standard
      #   overrides:
      #     - {category: "SPARE", method: moving_average}

      # chart: jobs/posting/accounts.csv   # or: stream
      # roles:                         # accounts that differ from jobs/posting/roles.yaml
      #   bank_charges: "6200"
      # dimensions: {department: [], project: []}
      # ageing: {basis: due_date, buckets: [30, 60, 90, 120]}
      # revenue_on: invoice            # when revenue counts; there is no other choice yet
      # rounding_limit: "0.05"

      # policies:
      #   unmapped: block              # block suspense
      #   rate_maximum_age_days: 10
      #   late_rows: post              # post hold
      #   restatement: report
      #   close: manual                # manual, or such as: working_day 5
      #   numbering: at_close          # at_close daily
      #   framework: ifrs              # ifrs us_gaap local
      #   write_down_reversal: as_framework   # as_framework allow

      """
  }

  private func line(_ key: String, _ given: String?, _ source: String?) -> String {
    if let given { return "\(key): \(given)" }
    return "# \(key): \(source ?? "")        # as the source says"
  }

  /// A YAML key that reads as text whatever its letters.
  private static func key(_ text: String) -> String {
    text.allSatisfy { $0.isLetter || $0 == "_" } ? text : quoted(text)
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.reduce(into: "") { result, character in
      if character == "\"" || character == "\\" { result.append("\\") }
      result.append(character)
    }
    return "\"\(escaped)\""
  }
}
