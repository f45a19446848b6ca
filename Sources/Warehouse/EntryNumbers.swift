internal import AccountingValues
internal import PostgresClient

/// A number that was given to a journal entry, for good.
public struct EntryNumber: Hashable, Sendable {
  /// The 64 bits of the entry's stable reference.
  public var reference: UInt64
  /// Code of the journal.
  public var journal: String
  /// The fiscal year it counts in.
  public var fiscalYear: Int
  /// Place in (company, journal, fiscal year), from 1, without gaps.
  public var sequence: Int64
  /// As printed.
  public var number: String

  /// A number.
  public init(
    reference: UInt64, journal: String, fiscalYear: Int, sequence: Int64, number: String
  ) {
    self.reference = reference
    self.journal = journal
    self.fiscalYear = fiscalYear
    self.sequence = sequence
    self.number = number
  }
}

extension CompanyLease {
  /// The numbers given to entries that count in a fiscal year or a later one, by series.
  ///
  /// - Throws: `WarehouseError.database`.
  public func issuedNumbers(
    fromFiscalYear year: Int
  ) throws(WarehouseError) -> [EntryNumber] {
    try reader.issuedNumbers(fromFiscalYear: year)
  }

  /// The numbers given to entries that stood in one of these periods, by series.
  ///
  /// - Throws: `WarehouseError.database`.
  public func issuedNumbers(
    inPeriods periods: ClosedRange<Int32>
  ) throws(WarehouseError) -> [EntryNumber] {
    try reader.issuedNumbers(inPeriods: periods)
  }

  /// Records numbers for good. Keys refuse a number or an entry that has one already.
  func issue(
    _ numbers: [Int32: [EntryNumber]], run: Run
  ) throws(PostgresError) {
    for (period, issued) in numbers.sorted(by: { $0.key < $1.key }) where !issued.isEmpty {
      try connection.run(
        "issue numbers",
        """
        INSERT INTO core.entry_number (company_id, period_id, run_id, journal, fiscal_year,
          sequence, reference, number)
        SELECT $1, $2, $3, u.* FROM unnest($4::text[], $5::int8[]::int4[], $6::int8[], $7::int8[],
          $8::text[]) u
        """,
        [
          .id(companyId), .id(period), .id(run.runId), .textArray(issued.map(\.journal)),
          .integerArray(issued.map { Int64($0.fiscalYear) }),
          .integerArray(issued.map(\.sequence)),
          .integerArray(issued.map { Int64(bitPattern: $0.reference) }),
          .textArray(issued.map(\.number)),
        ])
    }
  }
}

extension CompanyReader {
  /// The numbers given to entries that count in a fiscal year or a later one, by series.
  ///
  /// - Throws: `WarehouseError.database`.
  public func issuedNumbers(
    fromFiscalYear year: Int
  ) throws(WarehouseError) -> [EntryNumber] {
    try issuedNumbers(where: "n.fiscal_year >= $2", .integer(Int64(year)))
  }

  /// The numbers given to entries that stood in one of these periods, by series.
  ///
  /// - Throws: `WarehouseError.database`.
  public func issuedNumbers(
    inPeriods periods: ClosedRange<Int32>
  ) throws(WarehouseError) -> [EntryNumber] {
    try issuedNumbers(
      where: "n.period_id BETWEEN $2 AND $3", .id(periods.lowerBound), .id(periods.upperBound))
  }

  private func issuedNumbers(
    where condition: String, _ parameters: Parameter...
  ) throws(WarehouseError) -> [EntryNumber] {
    try translating(company) { () throws(PostgresError) in
      let rows = try connection.query(
        "issued numbers",
        """
        SELECT n.reference, n.journal, n.fiscal_year, n.sequence, n.number
        FROM core.entry_number n WHERE n.company_id = $1 AND \(condition)
        ORDER BY n.journal COLLATE "C", n.fiscal_year, n.sequence
        """, [.id(companyId)] + parameters)
      var numbers: [EntryNumber] = []
      while try rows.next() {
        var fields = FactReader(rows)
        let reference: Int64 = fields.next()
        let journal: String = fields.next()
        let year: Int32 = fields.next()
        numbers.append(
          EntryNumber(
            reference: UInt64(bitPattern: reference), journal: journal,
            fiscalYear: Int(year), sequence: fields.next(), number: fields.next()))
      }
      return numbers
    }
  }
}
