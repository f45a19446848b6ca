/// What a configuration needs to close the books of the sample: two companies and their chart.
public enum SampleConfiguration {
  /// The name of the connection the companies read from.
  public static let connection = "sample"

  /// Each file's path below the configuration's root and its text.
  ///
  /// - Parameter chart: the shipped chart of accounts, `jobs/posting/accounts.csv`; the group's has
  ///   some accounts more.
  /// - Returns: the files, in the order they are written.
  public static func files(addingTo chart: String) -> [(path: String, text: String)] {
    [
      ("jobs/companies/alpin.yaml", alpin), ("jobs/companies/summit.yaml", summit),
      (
        "jobs/posting/sample-accounts.csv",
        (chart.hasSuffix("\n") ? chart : chart + "\n") + SampleChart.additions
      ),
    ]
  }

  private static let alpin = """
    # The parent: makes and sells mountain equipment, warehouses in Vienna and Graz, a shop.
    name: Alpin Ausrüstung GmbH
    sources:
      - {erp: reference, connection: sample, tenant: ALPIN}
    base_currency: EUR
    time_zone: Europe/Vienna
    fiscal_calendar: {first_month: 1}
    go_live: 2025-05-01
    as_of: 2026-10-31
    # Every item states its method; this one is for items that state none.
    costing:
      method: fifo
      negative_stock: allow
      return_cost: original
    revenue_on: invoice
    chart: jobs/posting/sample-accounts.csv
    ageing:
      buckets: [30, 60, 90, 120]
    roles:
      cash:
        - account: "1100"
        - {account: "1101", cash_account: "2"}
        - {account: "1102", cash_account: "3"}
        - {account: "1110", cash_account: "4"}
        - {account: "1150", cash_account: "5"}
    policies:
      framework: ifrs
    # What audit files state; no figure depends on it.
    legal:
      registration_number: FN 123456 a
      tax_number: ATU12345678
      country: AT
      street: Bergstraße 1
      city: Wien
      postal_code: "1010"
      contact: {first_name: Anna, last_name: Berger, telephone: "+43 1 2345678"}

    """

  private static let summit = """
    # The subsidiary: sells the group's goods in the United States; LIFO, years from July.
    name: Summit Trail Supply Inc.
    sources:
      - {erp: reference, connection: sample, tenant: SUMMIT}
    base_currency: USD
    time_zone: America/Denver
    fiscal_calendar: {first_month: 7}
    go_live: 2025-05-01
    as_of: 2026-10-31
    costing:
      method: fifo
      negative_stock: allow
      return_cost: original
    revenue_on: invoice
    chart: jobs/posting/sample-accounts.csv
    ageing:
      buckets: [30, 60, 90, 120]
    roles:
      cash:
        - account: "1100"
        - {account: "1103", cash_account: "7"}
        - {account: "1102", cash_account: "8"}
    policies:
      framework: us_gaap
    legal:
      registration_number: "20251234567"
      country: US
      city: Boulder
      contact: {first_name: Sam, last_name: Hill, telephone: "+1 303 555 0100"}

    """
}
