import AccountingValues
import Tables
import Testing

@Suite("Cells are exact counts of their column's unit")
struct CellTests {
  @Test(
    "A stated figure becomes the cell of its column",
    arguments: [
      ("42", ColumnType.integer, Cell.integer(42)),
      ("12.5", .quantity, .quantity(Quantity(micros: 12_500_000))),
      ("0.25", .percent, .percent(micros: 250_000)),
      ("1.073100001", .rate, .rate(nanos: 1_073_100_001)),
      ("-3.1", .unitCost, .unitCost(UnitCost(micros: -3_100_000))),
    ])
  func stated(_ text: String, _ type: ColumnType, _ expected: Cell) throws {
    let cell = try Cell(try ExactDecimal(parsing: text), as: type)
    #expect(cell == expected)
    #expect(cell.fits(type))
  }

  @Test(
    "Money is stated in major units of its currency",
    arguments: [("12.30", "EUR", 1230), ("12", "JPY", 12), ("1.234", "KWD", 1234)])
  func money(_ text: String, _ code: String, _ minor: Int64) throws {
    let currency = try #require(Currency(code: code))
    let cell = try Cell(try ExactDecimal(parsing: text), as: .money(.base), in: currency)
    #expect(cell == .money(Money(minor: minor, in: currency)))
  }

  @Test("A figure finer than its column is refused, never rounded")
  func tooFine() throws {
    let tenthOfCent = try ExactDecimal(parsing: "0.001")
    let euro = try #require(Currency(code: "EUR"))
    #expect(throws: ValueError.tooFine) { try Cell(tenthOfCent, as: .money(.base), in: euro) }
    #expect(throws: ValueError.tooFine) { try Cell(tenthOfCent, as: .integer) }
    #expect(throws: ValueError.notANumber) { try Cell(tenthOfCent, as: .money(.base)) }
    #expect(throws: ValueError.notANumber) { try Cell(tenthOfCent, as: .date) }
  }

  @Test("A text never stands in a column of figures, nothing may stand anywhere")
  func fitting() {
    #expect(!Cell.text("12").fits(.integer))
    #expect(!Cell.integer(12).fits(.quantity))
    #expect(Cell.null.fits(.money(.base)))
    #expect(Cell.text("0420").fits(.code))
  }
}
