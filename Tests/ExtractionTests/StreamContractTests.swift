import AccountingValues
public import Extraction
public import Testing

/// Contracts refer to one another by name; a typing error in one would silently switch a stream off.
@Suite struct StreamContractTests {
  @Test("Stream names are unique words")
  func names() {
    let names = StreamCatalogue.all.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(name.allSatisfy { $0 == "_" || ("a"..."z").contains($0) }, "\(name)")
      #expect(StreamCatalogue.contract(named: name)?.name == name)
    }
    #expect(StreamCatalogue.contract(named: "no_such_stream") == nil)
  }

  @Test("A contract says everything", arguments: StreamCatalogue.all)
  func complete(_ contract: StreamContract) {
    #expect(contract.version >= 1)
    #expect(!contract.grain.isEmpty && !contract.without.isEmpty)
    let names = contract.columns.map(\.name)
    #expect(Set(names).count == names.count, "a column twice in \(contract.name)")
    for column in contract.columns {
      #expect(!column.meaning.isEmpty, "\(contract.name).\(column.name)")
    }
  }

  @Test("Key columns exist, and the first is required", arguments: StreamCatalogue.all)
  func keys(_ contract: StreamContract) throws {
    let columns = Dictionary(uniqueKeysWithValues: contract.columns.map { ($0.name, $0) })
    #expect(!contract.key.isEmpty)
    for name in contract.key { #expect(columns[name] != nil, "\(contract.name).\(name)") }
    let first = try #require(contract.key.first.flatMap { columns[$0] })
    #expect(first.isRequired)
  }

  @Test("References name streams of the catalogue", arguments: StreamCatalogue.all)
  func references(_ contract: StreamContract) {
    for column in contract.columns {
      guard case .reference(let stream) = column.kind else { continue }
      #expect(StreamCatalogue.contract(named: stream) != nil, "\(contract.name).\(column.name)")
    }
  }

  @Test("Lines repeat the key, day and moment of their header", arguments: StreamCatalogue.all)
  func headers(_ contract: StreamContract) throws {
    guard let name = contract.header else { return }
    let header = try #require(StreamCatalogue.contract(named: name))
    #expect(header.group == contract.group)
    #expect(header.rank == contract.rank)
    #expect(contract.key.count > header.key.count)
    #expect(Array(contract.key.prefix(header.key.count)) == header.key)
    func kind(_ contract: StreamContract, _ column: String) -> StreamColumn.Kind? {
      contract.columns.first { $0.name == column }?.kind
    }
    #expect(kind(contract, header.key[0]) == .reference(stream: name))
    for column in ["accounting_date", "recorded_at", "sequence"] {
      #expect(
        kind(contract, column) == kind(header, column), "\(contract.name).\(column)")
    }
  }

  @Test("Events have a required accounting date, masters have none", arguments: StreamCatalogue.all)
  func dates(_ contract: StreamContract) {
    let date = contract.columns.first { $0.name == "accounting_date" }
    if contract.rank == nil {
      #expect(date == nil, "\(contract.name) has a date and no rank")
    } else {
      #expect(date?.kind == .date && date?.isRequired == true, "\(contract.name)")
      #expect(contract.columns.contains { $0.name == "recorded_at" }, "\(contract.name)")
    }
  }

  @Test("Enumerations and flags list each word once", arguments: StreamCatalogue.all)
  func words(_ contract: StreamContract) {
    for column in contract.columns {
      switch column.kind {
      case .enumeration(let words), .flags(let words):
        #expect(!words.isEmpty && Set(words).count == words.count, "\(column.name)")
      default: break
      }
    }
  }
}

extension StreamContract: CustomTestStringConvertible {
  /// The stream.
  public var testDescription: String { name }
}
