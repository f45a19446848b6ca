import Platform
import TestSupport
import Testing

/// The same ERP on machines that have nothing else in common: the files are the same bytes.
@Suite("The sample group on two machines", .serialized)
struct SampleMachineLongTests {
  /// A machine in India on which the demo ran once.
  static func first() throws -> SampleMachine { try demonstrated.get() }

  private static let demonstrated = Result<SampleMachine, any Error> {
    let machine = try SampleMachine(
      "first", path: "state", environment: ["TZ": "Asia/Kolkata"])
    let answer = try machine.demo()
    guard answer.code == 0, answer.output.contains("The spreadsheets are in:") else {
      throw SampleMachine.Trouble(description: answer.text)
    }
    return machine
  }

  @Test("running the demo again publishes nothing: no pointer moves, no file is new")
  func again() throws {
    let machine = try Self.first()
    let pointers = "SELECT company, period, run_id FROM analytics.period ORDER BY 1, 2"
    let published = try machine.answer(pointers)
    let files = try machine.files(withSeals: true)
    let answer = try machine.demo()
    #expect(answer.code == 0, "\(answer.text)")
    #expect(try machine.answer(pointers) == published && published.contains("summit"))
    #expect(try machine.files(withSeals: true) == files)
  }

  @Test("another folder, time zone and order of rows: every file is the same, byte for byte")
  func elsewhere() throws {
    try expectSameFiles(
      on: SampleMachine(
        "second", path: "srv/a rather long way down/books",
        environment: ["TZ": "America/St_Johns", "PGTZ": "Pacific/Kiritimati"]))
  }

  @Test(
    "and in Turkish, where the capital of i is not I",
    .enabled(if: TurkishLocale.canBeMade, "the sources of the Turkish locale are not installed"))
  func inTurkish() throws {
    try expectSameFiles(
      on: SampleMachine(
        "turkish", path: "kitaplar",
        environment: try TurkishLocale.environment().merging(["TZ": "America/St_Johns"]) { $1 }))
  }

  private func expectSameFiles(on second: SampleMachine) throws {
    let first = try Self.first()
    try second.receive(from: first)
    #expect(try second.misplacedMovements() > 1000)
    try second.nightclose("migrate")
    try second.nightclose("run", "nightly")
    let (expected, files) = (try first.files(), try second.files())
    for format in ["xlsx", "csv"] {
      #expect(expected.keys.count { $0.hasSuffix(".\(format)") } >= 16)
    }
    let different = Set(expected.keys).union(files.keys).filter { expected[$0] != files[$0] }
    #expect(different.isEmpty, "\(different.sorted().prefix(10))")
    try second.nightclose("db", "stop")
  }
}
