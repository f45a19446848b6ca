/// What an ERP's folder of SQL feeds: one scanned SELECT per stream.
public struct SourceAdapter: Sendable {
  /// The ERP's name.
  public let erp: String
  /// The SELECT of each stream it feeds, by the stream's name.
  public let queries: [String: AdapterSQL]

  /// An adapter from scanned queries.
  public init(erp: String, queries: [String: AdapterSQL]) {
    self.erp = erp
    self.queries = queries
  }

  /// The streams it feeds, in the order of the catalogue.
  public var streams: [StreamContract] {
    StreamCatalogue.all.filter { queries[$0.name] != nil }
  }
}
