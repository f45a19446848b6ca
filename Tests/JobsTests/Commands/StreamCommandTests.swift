import Jobs
import TestSupport
import Testing

@Suite("What the commands tell about sources and files")
struct StreamCommandTests {
  @Test("an adapter that fits is counted; one that does not is a finding with exit 65")
  func check() throws {
    let books = try ScratchInstallation()
    let fits = try books.run { s throws(JobError) in try s.sourcesCheck() }
    #expect(fits.text == "acme  shop: 1 stream fits\n" && fits.exitCode == .done)
    try books.write("jobs/sources/shop/items.sql", "SELECT i.id AS item_key FROM shop.item i")
    let misfit = try books.run { s throws(JobError) in try s.sourcesCheck(["acme"]) }
    #expect(misfit.exitCode == .dataBlocked)
    #expect(misfit.text.lines[0].hasPrefix("acme  shop: "))
    #expect(misfit.text.contains("error SRC-") && misfit.text.contains("items"))
    let preview = try books.run { s throws(JobError) in
      try s.sourcesPreview("items", company: "acme")
    }
    #expect(preview.exitCode == .dataBlocked && preview.text.contains("error SRC-"))
  }

  @Test("what the server refuses is told with line and column of the adapter's file")
  func refusal() throws {
    let books = try ScratchInstallation()
    try books.write(
      "jobs/sources/shop/items.sql",
      ScratchInstallation.items + "\n -- the tenant's red ones\n"
        + " WHERE i.code = :company AND i.colour = 'red'")
    let check = try books.run { s throws(JobError) in try s.sourcesCheck() }
    #expect(check.exitCode == .dataBlocked)
    #expect(
      check.text.contains(
        "the SELECT of jobs/sources/shop/items.sql:3:30: column i.colour does not exist"),
      "\(check.text)")
  }

  @Test("a preview shows rows as the close reads them")
  func preview() throws {
    let books = try ScratchInstallation()
    let all = try books.run { s throws(JobError) in try s.sourcesPreview("items", company: "acme") }
    #expect(all.text.lines[0].hasPrefix("item_key  number  name"))
    #expect(all.text.lines[2].hasPrefix("1         BOLT    Bolt M8"))
    #expect(all.text.lines[3].hasPrefix("2         NUT     Nut M8"))
    let one = try books.run { s throws(JobError) in
      try s.sourcesPreview("items", company: "acme", limit: 1)
    }
    #expect(!one.text.contains("NUT"))
    let absent = try books.failure { s throws(JobError) in
      try s.sourcesPreview("budgets", company: "acme")
    }
    #expect(absent.exitCode == .usage && absent.message == "no source of it feeds budgets")
  }

  @Test("a CSV file in the data folder is previewed and checked like a stream, with its lines")
  func input() throws {
    let books = try ScratchInstallation()
    let template = try books.run { s throws(JobError) in try s.sourcesTemplate("budgets") }.text
    try books.write(
      "jobs/companies/acme/data/budgets.csv", template.lines[0] + "\n4000,soon,1.00,,")
    let check = try books.run { s throws(JobError) in try s.sourcesCheck() }
    #expect(check.exitCode == .dataBlocked)
    #expect(check.text.contains("acme  data/budgets.csv: 1 finding\n"))
    #expect(check.text.contains("error SRC-010 data/budgets.csv 2: period_start is 'soon'"))
    try books.write(
      "jobs/companies/acme/data/budgets.csv", template.lines[0] + "\n4000,2026-01-01,1.00,plan,")
    let preview = try books.run { s throws(JobError) in
      try s.sourcesPreview("budgets", company: "acme")
    }
    #expect(preview.text.contains("4000") && preview.text.contains("plan"))
  }

  @Test("the folder `inputs` names holds CSV inputs beside the data folder")
  func inputsFolder() throws {
    let books = try ScratchInstallation()
    try books.write("jobs/companies/acme.yaml", ScratchInstallation.company + "\ninputs: finance")
    let absent = try books.failure { s throws(JobError) in try s.sourcesCheck() }
    #expect(absent.exitCode == .configuration)
    #expect(absent.message.contains("finance of `inputs` cannot be read"), "\(absent)")
    let header = try books.run { s throws(JobError) in try s.sourcesTemplate("budgets") }.text
      .lines[0]
    try books.write("finance/budgets.csv", header + "\n4000,2026-01-01,1.00,plan,")
    try books.write("finance/budget.csv", header)
    let check = try books.run { s throws(JobError) in try s.sourcesCheck() }
    #expect(check.exitCode == .done, "\(check.text)")
    #expect(check.text.contains("acme  finance/budgets.csv: 1 stream fits\n"), "\(check.text)")
    #expect(check.text.contains("warning SRC-019 finance/budget.csv"), "\(check.text)")
    let preview = try books.run { s throws(JobError) in
      try s.sourcesPreview("budgets", company: "acme")
    }
    #expect(preview.text.contains("plan"))
    try books.write("jobs/companies/acme/data/budgets.csv", header)
    let twice = try books.failure { s throws(JobError) in try s.sourcesCheck() }
    #expect(twice.exitCode == .configuration)
    #expect(
      twice.message == "both data/budgets.csv and finance/budgets.csv are inputs of budgets")
  }

  @Test("streams are listed with whether they are fed, and described")
  func list() throws {
    let books = try ScratchInstallation()
    let list = try books.run { s throws(JobError) in try s.sourcesList() }.text.lines
    #expect(list.contains { $0.hasPrefix("  items ") && $0.contains(" yes ") })
    #expect(list.contains { $0.hasPrefix("  budgets ") && $0.contains(" - ") })
    let text = try books.run { s throws(JobError) in try s.sourcesDescribe("items") }.text
    #expect(text.lines[0] == "items (version 1, masters)")
    let unknown = try books.failure { s throws(JobError) in try s.sourcesDescribe("itmes") }
    #expect(
      unknown.description
        == "there is no stream itmes\n  → `nightclose sources list` prints their names")
  }

  @Test("files are shown with their origin, and differences to the shipped ones line by line")
  func files() throws {
    let books = try ScratchInstallation()
    let shown = try books.run { s throws(JobError) in try s.configShow(withOrigin: true) }.text
      .lines
    #expect(shown.contains { $0.hasPrefix("jobs/nightly.yaml") && $0.hasSuffix("shipped") })
    #expect(
      shown.contains {
        $0.hasPrefix("jobs/companies/acme.yaml") && $0.hasSuffix(books.directory.path)
      })
    let text = try books.run { s throws(JobError) in
      try s.configShow(file: "jobs/companies/acme.yaml")
    }
    #expect(text.text == ScratchInstallation.company + "\n")
    let diff = try books.run { s throws(JobError) in try s.configDiff() }.text.lines
    #expect(diff.contains("jobs/companies/acme.yaml is added"))
    #expect(diff.contains("jobs/nightclose.yaml replaces the shipped file"))
    #expect(diff.contains { $0.hasPrefix("  + 2: warehouse: {uri: ") })
    let absent = try books.failure { s throws(JobError) in try s.configShow(file: "jobs/x.yaml") }
    #expect(absent.exitCode == .usage)
  }

  @Test("config check counts what is there, or tells every mistake with line and column")
  func configuration() throws {
    let books = try ScratchInstallation()
    let fine = try books.run { s throws(JobError) in try s.configCheck() }
    #expect(fine.exitCode == .done)
    #expect(fine.text.hasPrefix("\(books.directory.path): 1 company, 1 connection, "))
    try books.write("jobs/companies/acme.yaml", ScratchInstallation.company + "\ncolour: red")
    try books.write("jobs/sources/shop/items.sql", "SELECT 1; DROP TABLE shop.item")
    let wrong = try books.run { s throws(JobError) in try s.configCheck() }
    #expect(wrong.exitCode == .configuration)
    #expect(wrong.text.lines.contains { $0.hasPrefix("jobs/companies/acme.yaml:3:1: ") })
    try books.write("jobs/companies/acme.yaml", ScratchInstallation.company)
    let adapter = try books.run { s throws(JobError) in try s.configCheck() }
    #expect(adapter.exitCode == .configuration)
    #expect(adapter.text.hasPrefix("jobs/sources/shop/items.sql:1:"))
  }
}
