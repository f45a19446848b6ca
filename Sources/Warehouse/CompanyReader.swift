import PostgresClient

/// What the warehouse knows of one company, as a session sees it: its periods, the rows that readers
/// see, what was seen of the source's rows. It changes nothing and holds no lock of its own, so that
/// who only computes keeps nobody from closing.
public struct CompanyReader {
  /// The company's code.
  public let company: String
  let companyId: Int32
  let connection: Connection
}

extension CompanyLease {
  /// The company as the lease's session sees it.
  public var reader: CompanyReader {
    CompanyReader(company: company.code, companyId: companyId, connection: connection)
  }
}
