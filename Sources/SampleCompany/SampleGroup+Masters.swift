import AccountingValues

/// Masters that belong to no company.
extension SampleGroup {
  func writeSharedMasters() {
    for profile in [CompanyProfile.alpin, .summit] { writeCompany(profile) }
    add(
      "core.ownership",
      [1, 2, .percent(10_000), "full", .on(day(2023, 7, 1)), nil, .on(day(2023, 7, 1))])
    for row in rates.rows() { add("core.currency_rate", row) }
    add("core.unit", ["EA", "Piece", nil, .number(significand: 1, scale: 0), 0])
    add("core.unit", ["M", "Metre", nil, .number(significand: 1, scale: 0), 2])
    add("core.unit", ["CM", "Centimetre", "M", .number(significand: 1, scale: 2), 0])
    writePaymentTerms()
    writeTaxCodes()
  }

  private func writeCompany(_ profile: CompanyProfile) {
    add(
      "core.company",
      [
        .id(profile.id), .text(profile.code), .text(profile.name), .text(profile.currency),
        .text(profile.country), .text(profile.taxID), .text(profile.timeZone),
        .id(profile.fiscalFirstMonth),
      ])
    guard let calendar = FiscalCalendar(monthlyFrom: profile.fiscalFirstMonth) else {
      accountingFault("months 1 … 12 start fiscal years")
    }
    var period = calendar.period(containing: SampleCompany.goLive)
    while period.first <= SampleCompany.asOf {
      add(
        "core.fiscal_period",
        [
          .id(profile.id), .id(period.fiscalYear), .id(period.number),
          .text(String(period.first.description.prefix(7))), .on(period.first), .on(period.end),
          "open", nil,
        ])
      period = calendar.period(after: period)
    }
  }

  private func writePaymentTerms() {
    let terms: [(String, Int, Int?, Int64?, String?)] = [
      ("30 days net", 30, nil, nil, nil), ("14 days net", 14, nil, nil, nil),
      ("60 days net", 60, nil, nil, nil), ("2 % in 10 days, 30 days net", 30, 10, 200, nil),
      (
        "Three instalments", 90, nil, nil,
        #"[{"days": 30, "percent": 34}, {"days": 60, "percent": 33}, {"days": 90, "percent": 33}]"#
      ),
      ("In advance", 0, nil, nil, nil),
    ]
    for (index, (name, due, discountDays, discount, parts)) in terms.enumerated() {
      add(
        "core.payment_terms",
        [
          .id(index + 1), .text(name), .id(due), .id(discountDays),
          discount.map { .percent($0) } ?? .null, .words(parts),
        ])
    }
    let methods: [(String, String, String, String?, Int?, Int64)] = [
      ("TRANSFER", "Bank transfer", "transfer", nil, 0, 0), ("CASH", "Cash", "cash", nil, 0, 0),
      ("CARD", "Card terminal", "card", "1150", 5, 85), ("CHEQUE", "Cheque", "cheque", nil, 2, 0),
    ]
    for (code, name, kind, clearing, days, fee) in methods {
      add(
        "core.payment_method",
        [
          .text(code), .text(name), .text(kind), .words(clearing), .id(days), .percent(fee),
          clearing == nil ? nil : "6200",
        ])
    }
  }

  private func writeTaxCodes() {
    let codes: [(String, String, String, Int64, Int64, String, String)] = [
      ("AT20", "Value added tax 20 %", "output", 2_000, 10_000, "AT", "022"),
      ("AT00", "Not taxable", "output", 0, 10_000, "AT", "015"),
      ("ATEU", "Supply inside the European Union", "output", 0, 10_000, "AT", "017"),
      ("ATEX", "Export", "output", 0, 10_000, "AT", "011"),
      ("AT20I", "Input tax 20 %", "input", 2_000, 10_000, "AT", "060"),
      (
        "ATRC", "Acquisition inside the European Union", "reverse_charge", 2_000, 10_000, "AT",
        "072"
      ),
      ("ATIM", "Import", "import", 0, 10_000, "AT", "083"),
      ("USEX", "Sale to dealers", "sales", 0, 10_000, "US", "wholesale"),
      ("USUT", "Sales tax on purchases 8.81 %", "sales", 881, 0, "US", "use"),
    ]
    for (code, name, kind, rate, recoverable, country, box) in codes {
      add(
        "core.tax_code",
        [
          .text(code), .text(name), .text(kind), .percent(rate), .percent(recoverable),
          .text(country), .on(day(2020, 1, 1)), nil, false, nil, .text(box),
        ])
    }
  }
}
