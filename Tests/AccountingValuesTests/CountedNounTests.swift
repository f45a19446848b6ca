import AccountingValues
import Testing

@Test(
  "one is singular, every other number is plural",
  arguments: [
    (0, "0 findings", "0 companies"), (1, "1 finding", "1 company"),
    (2, "2 findings", "2 companies"), (1001, "1001 findings", "1001 companies"),
  ])
func countedNoun(number: Int, findings: String, companies: String) {
  #expect(counted(number, "finding") == findings)
  #expect(counted(number, "company", "companies") == companies)
}
