import Testing

@testable import PostgresClient

/// Errors and options are logged: what must not be in a log must not be in their descriptions.
@Suite struct PostgresErrorTests {
  @Test(arguments: [
    ("invalid input syntax for type date: \"13/13\"", "invalid input syntax for type date: \"…\""),
    ("value \"9\" is out of range for type \"x\"", "value \"…\" is out of range for type \"…\""),
    ("numeric field overflow", "numeric field overflow"),
    ("unterminated \"abc", "unterminated \"…\""),
  ])
  func dataExceptionsLoseTheirQuotedValues(message: String, logged: String) {
    #expect(PostgresError.withoutQuotedValues(message) == logged)
  }

  @Test func theDetailedFormStaysOutOfEveryDescription() {
    let error = PostgresError(
      .server, sqlState: "23505", message: "duplicate key", statement: "load",
      detailed: "duplicate key\nDETAIL: Key (name)=(Ann Lee) already exists.")
    var dumped = ""
    dump(error, to: &dumped)
    for text in ["\(error)", String(reflecting: error), dumped] {
      #expect(!text.contains("Ann Lee"))
      #expect(text.contains("load: duplicate key [23505]"))
    }
    #expect(error.detailed.contains("Ann Lee"))
  }

  @Test func aPasswordIsNeverPrinted() throws {
    var options = ConnectionOptions(uri: "postgresql://reader:s3cret@db.example:6432/erp")
    options.password = { "s3cret" }
    var dumped = ""
    dump(options, to: &dumped)
    for text in ["\(options)", String(reflecting: options), dumped] {
      #expect(!text.contains("s3cret"))
      #expect(text.contains("host=db.example port=6432 dbname=erp user=reader"))
    }
  }

  @Test func aURIThatCannotBeParsedIsNotRepeated() {
    let options = ConnectionOptions(uri: "postgresql://reader:s3cret@db:notaport:1:2/erp?x=%zz")
    #expect {
      try options.keywords()
    } throws: { error in
      guard let error = error as? PostgresError else { return false }
      return error.kind == .configuration && !error.detailed.contains("s3cret")
    }
    #expect(!"\(options)".contains("s3cret"))
  }

  @Test func explicitOptionsWinOverTheURIAndTheURIOverDefaults() throws {
    var options = ConnectionOptions(
      uri: "postgresql://reader@db/erp?connect_timeout=3&application_name=books")
    options.database = "erp_copy"
    options.transportSecurity = .verifyFull
    let words = try options.keywords()
    #expect(words["dbname"] == "erp_copy")
    #expect(words["user"] == "reader")
    #expect(words["connect_timeout"] == "3")
    #expect(words["application_name"] == "books")
    #expect(words["sslmode"] == "verify-full")
    #expect(words["keepalives_idle"] == "60")
  }

  @Test func aParameterOfAnotherTypeIsRefusedWithoutItsValue() {
    #expect {
      try EncodedParameters([.integer(70_000)], types: [.int2], statement: "pay")
    } throws: { error in
      guard let error = error as? PostgresError else { return false }
      return error.kind == .parameter && !error.detailed.contains("70000")
        && error.message.contains("$1") && error.message.contains("smallint")
    }
  }
}
