import Extraction
import Platform
import Testing

@testable import Jobs

/// What closed periods remember of a row.
@Suite("Fingerprints of closed rows")
struct RowFingerprintTests {
  @Test("They cover what a row states, by column, and nothing that is not stated or goes on")
  func stated() throws {
    let rows = RowsAtHand([
      "stock_movements":
        "movement_key,accounting_date,kind,item_key,quantity,price_state\n7,2026-01-05,count,3,-2,missing\n"
    ])
    var found: [Fingerprint] = []
    try rows.each("stock_movements") { row, _ in
      found.append(RowFingerprint.print(of: row))
      return .posted
    }
    let digest = SHA256()
    for (column, value) in [
      ("movement_key", "7"), ("accounting_date", "2026-01-05"), ("kind", "count"),
      ("item_key", "3"), ("quantity", "-2"), ("price_state", "missing"),
    ] { digest.update("\(column)\u{1D}\(value)\u{1F}") }
    digest.update("\u{1E}")
    #expect(found.map(\.bytes) == [digest.digest().bytes])
  }
}
