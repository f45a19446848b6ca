import AccountingValues
import Extraction
import Testing

/// What `sources check` says about an adapter before a single row is read.
@Suite struct ContractCheckTests {
  private func fitting(_ contract: StreamContract) -> [DescribedColumn] {
    contract.columns.map { column in
      switch column.kind {
      case .key, .reference: DescribedColumn(name: column.name, wire: .integer, typeName: "integer")
      case .text, .currency, .enumeration:
        DescribedColumn(name: column.name, wire: .text, typeName: "text")
      case .date: DescribedColumn(name: column.name, wire: .date, typeName: "date")
      case .timestamp: DescribedColumn(name: column.name, wire: .timestamp, typeName: "timestamp")
      case .quantity, .amount, .unitCost, .rate:
        DescribedColumn(name: column.name, wire: .numeric, typeName: "numeric")
      case .integer: DescribedColumn(name: column.name, wire: .integer, typeName: "integer")
      case .boolean: DescribedColumn(name: column.name, wire: .boolean, typeName: "boolean")
      case .flags: DescribedColumn(name: column.name, wire: .textArray, typeName: "text[]")
      case .json: DescribedColumn(name: column.name, wire: .json, typeName: "jsonb")
      }
    }
  }

  private let file = "jobs/sources/x/sales_invoices.sql"

  private func check(_ change: (inout [DescribedColumn]) -> Void) throws -> [Finding] {
    let contract = try #require(StreamCatalogue.contract(named: "sales_invoices"))
    var columns = fitting(contract)
    change(&columns)
    return ContractCheck.findings(contract, columns: columns, file: file)
  }

  @Test("An adapter of the right shape has no findings", arguments: StreamCatalogue.all)
  func fits(_ contract: StreamContract) {
    let columns = fitting(contract)
    #expect(ContractCheck.findings(contract, columns: columns, file: "x.sql").isEmpty)
    let required = Set(contract.columns.filter(\.isRequired).map(\.name))
    let few = columns.reversed().filter { required.contains($0.name) }
    #expect(ContractCheck.findings(contract, columns: few, file: "x.sql").isEmpty)
  }

  @Test("A required column that is missing is named with its meaning")
  func missing() throws {
    let findings = try check { $0.removeAll { $0.name == "total" || $0.name == "tax_total" } }
    #expect(findings.map(\.code) == ["SRC-011"])
    #expect(
      findings[0].message == "The required column total is missing: gross amount, tax included.")
    #expect(findings[0].action == "Add it to the SELECT in \(file).")
  }

  @Test("A column the contract does not know is named")
  func unknown() throws {
    let findings = try check {
      $0.append(DescribedColumn(name: "colour", wire: .text, typeName: "text"))
    }
    #expect(findings.map(\.code) == ["SRC-012"])
    #expect(findings[0].message == "The contract of sales_invoices has no column colour.")
  }

  @Test("A column selected twice is named")
  func doubled() throws {
    let findings = try check { $0.append($0[0]) }
    #expect(findings.map(\.code) == ["SRC-013"])
  }

  struct WrongType: Sendable, CustomTestStringConvertible {
    let column: String
    let wire: DescribedColumn.Wire
    let type: String
    let message: String
    let action: String
    var testDescription: String { "\(column) as \(type)" }
  }

  @Test(
    "A wrong type is told with what would be right",
    arguments: [
      WrongType(
        column: "total", wire: .binaryFloat, type: "double precision",
        message: "total has type double precision, and it must be numeric or an integer.",
        action: "Binary floating point is not exact; round it to numeric in "),
      WrongType(
        column: "accounting_date", wire: .timestamp, type: "timestamp with time zone",
        message: "accounting_date has type timestamp with time zone, and it must be date.",
        action: "Cut it to a civil day in the company's time zone in "),
      WrongType(
        column: "exchange_rate", wire: .text, type: "text",
        message: "exchange_rate has type text, and it must be numeric or an integer.",
        action: "Leave an unknown column out, or cast it in "),
      WrongType(
        column: "invoice_key", wire: .numeric, type: "numeric",
        message:
          "invoice_key has type numeric, and it must be an integer, uuid, text or an array of text.",
        action: "Cast it in "),
      WrongType(
        column: "flags", wire: .text, type: "text",
        message: "flags has type text, and it must be text[].",
        action: "Leave an unknown column out, or cast it in "),
    ])
  func wrongType(_ example: WrongType) throws {
    let findings = try check { columns in
      for index in columns.indices where columns[index].name == example.column {
        columns[index] = DescribedColumn(
          name: example.column, wire: example.wire, typeName: example.type)
      }
    }
    #expect(findings.map(\.code) == ["SRC-010"])
    #expect(findings.first?.message == example.message)
    #expect(findings.first?.action.hasPrefix(example.action) == true)
  }
}
