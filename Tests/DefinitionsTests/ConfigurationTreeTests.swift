import Definitions
import Foundation
import GeneralLedger
import Testing

@Suite("Configuration layers")
struct ConfigurationTreeTests {
  @Test("a configured file replaces the shipped one of the same path")
  func replaces() {
    let tree = ConfigurationTree(
      shipped: ["jobs/a.yaml": "shipped", "jobs/b.yaml": "shipped"],
      configured: ["jobs/b.yaml": "mine", "jobs/c.yaml": "mine"], directory: "/etc/nightclose")
    #expect(tree.paths == ["jobs/a.yaml", "jobs/b.yaml", "jobs/c.yaml"])
    #expect(tree.text("jobs/b.yaml") == "mine")
    #expect(tree.shippedText("jobs/b.yaml") == "shipped")
    #expect(
      tree.paths.map { "\(tree.files[$0]?.origin ?? .shipped)" }
        == ["shipped", "configured", "configured"])
  }

  @Test("differences show the lines of both sides")
  func differences() {
    let tree = ConfigurationTree(
      shipped: ["jobs/a.yaml": "one\ntwo\nthree", "jobs/same.yaml": "x"],
      configured: [
        "jobs/a.yaml": "one\n2\nthree\nfour", "jobs/same.yaml": "x", "jobs/new.yaml": "n",
      ])
    let differences = tree.differences
    #expect(differences.map(\.path) == ["jobs/a.yaml", "jobs/new.yaml"])
    #expect(differences.map(\.isShipped) == [true, false])
    #expect(
      differences[0].lines.map { "\($0.isAdded ? "+" : "-")\($0.number) \($0.text)" }
        == ["-2 two", "+2 2", "+4 four"])
  }

  @Test("`extends:` adds to the shipped file: mappings join, lists append, values win")
  func extends() throws {
    let shipped = Trees.base
    let configured = [
      "jobs/posting/roles.yaml": "extends: jobs/posting/roles.yaml\nroles:\n  revenue: \"4010\"\n",
      "jobs/posting/accounts.csv": (shipped["jobs/posting/accounts.csv"] ?? "")
        + "\n4010,Services,income,,,,\n",
      "jobs/posting/sales.yaml": """
      extends: jobs/posting/sales.yaml
      journals:
        - {code: GEN, name: General}
      """,
    ]
    let configuration = try Configuration.load(
      ConfigurationTree(shipped: shipped, configured: configured), streams: Trees.streams)
    let accounts = configuration.posting.mappings.map { "\($0.value.role) \($0.value.account)" }
    #expect(accounts == ["accounts_receivable 1200", "revenue 4010", "undistributed_result 3200"])
    #expect(configuration.posting.journals.map(\.value.code) == ["SAL", "GEN"])
    #expect(configuration.posting.rules.count == 1)
  }

  @Test("`extends:` in a circle or of nothing is a mistake")
  func circle() {
    let text = Trees.base["jobs/posting/roles.yaml"] ?? ""
    let problems = Trees.problems([
      "jobs/posting/roles.yaml": "extends: jobs/posting/x.yaml\n" + text,
      "jobs/posting/x.yaml": "extends: jobs/posting/y.yaml\n",
      "jobs/posting/y.yaml": "extends: jobs/posting/x.yaml\n",
      "jobs/posting/z.yaml": "extends: jobs/posting/none.yaml\n",
    ])
    #expect(
      problems.contains(
        "jobs/posting/y.yaml:1:10: `extends`: jobs/posting/x.yaml extends this file in turn"))
    #expect(
      problems.contains(
        "jobs/posting/z.yaml:1:10: `extends`: there is no file jobs/posting/none.yaml"))
  }

  @Test("the digest covers what decides about a company and nothing else")
  func digest() {
    func bytes(_ changes: [String: String?]) -> [UInt8] {
      var bytes: [UInt8] = []
      Trees.tree(changes).feedDigest(company: "ACME", sources: ["shop"]) { bytes += $0 }
      return bytes
    }
    let before = bytes([:])
    for path in [
      "jobs/nightclose.yaml", "jobs/companies/OTHER.yaml", "jobs/sources/other/items.sql",
      "jobs/README.md",
    ] {
      #expect(bytes([path: "changed"]) == before, "\(path)")
    }
    for path in [
      "jobs/companies/ACME.yaml", "jobs/companies/ACME/accepted.csv", "jobs/sources/shop/items.sql",
      "jobs/posting/roles.yaml", "jobs/nightly.yaml", "reports/sales.yaml",
      "reports/datasets/sales.sql",
    ] {
      #expect(bytes([path: "changed"]) != before, "\(path)")
    }
  }

  @Test("a shipped file decides through the file that extends it")
  func digestOfExtended() {
    func bytes(_ shippedText: String) -> [UInt8] {
      var bytes: [UInt8] = []
      ConfigurationTree(
        shipped: ["jobs/posting/roles.yaml": shippedText],
        configured: ["jobs/posting/roles.yaml": "extends: jobs/posting/roles.yaml\n"]
      ).feedDigest(company: "A", sources: []) { bytes += $0 }
      return bytes
    }
    #expect(bytes("roles: {a: b}") != bytes("roles: {a: c}"))
  }

  @Test("what the digest is made of is a tree again, with the same rules and the same digest")
  func kept() throws {
    var texts = Trees.base
    texts["jobs/posting/roles.yaml"] = "extends: jobs/posting/roles.yaml\nroles: {cash: \"4000\"}\n"
    let tree = ConfigurationTree(
      shipped: ["jobs/posting/roles.yaml": Trees.base["jobs/posting/roles.yaml"] ?? ""],
      configured: texts)
    let bytes = tree.digestBytes(company: "ACME", sources: ["shop"])
    let kept = try #require(ConfigurationTree(digestBytes: bytes))
    #expect(kept.digestBytes(company: "ACME", sources: ["shop"]) == bytes)
    #expect(kept.text("jobs/nightclose.yaml") == nil)
    let rules = try Configuration.rules(ofCompany: "ACME", in: kept)
    #expect(rules == (try Configuration.rules(ofCompany: "ACME", in: tree)))
    #expect(
      rules.posting.mappings.map { "\($0.value.role) \($0.value.account)" } == [
        "accounts_receivable 1200", "revenue 4000", "undistributed_result 3200", "cash 4000",
      ])
    for broken in [Array(bytes.dropLast()), bytes + [65], [65, 0], [65, 0, 45, 49, 0]] {
      #expect(ConfigurationTree(digestBytes: broken) == nil, "\(broken.count)")
    }
    #expect(throws: ConfigurationProblems.self) {
      try Configuration.rules(ofCompany: "OTHER", in: kept)
    }
  }

  @Test("the directory is the nearest ancestor with jobs/ and reports/, and inputs stay out")
  func directory() throws {
    let files = FileManager.default
    let root = files.temporaryDirectory.appending(
      path: "nightclose-layers-\(UInt64.random(in: 0...(.max)))")
    defer { try? files.removeItem(at: root) }
    for folder in ["jobs/companies/ACME/data", "reports/datasets", "deep/down"] {
      try files.createDirectory(
        at: root.appending(path: folder), withIntermediateDirectories: true)
    }
    for (path, text) in [
      "jobs/nightclose.yaml": "version: 1", "jobs/companies/ACME/data/items.csv": "a",
      "jobs/companies/ACME/accepted.csv": "code", "jobs/demo": "#!/bin/sh",
      "jobs/.hidden.yaml": "x",
    ] {
      try text.write(to: root.appending(path: path), atomically: true, encoding: .utf8)
    }
    let found = ConfigurationTree.directory(
      given: nil, workingDirectory: root.appending(path: "deep/down").path(percentEncoded: false))
    let directory = try #require(found)
    #expect(directory.hasSuffix(root.lastPathComponent))
    let tree = try ConfigurationTree.load(directory: directory, shipped: [:])
    #expect(tree.paths == ["jobs/companies/ACME/accepted.csv", "jobs/nightclose.yaml"])
    #expect(ConfigurationTree.directory(given: "/x", workingDirectory: "/") == "/x")
    #expect(throws: ConfigurationTree.Unreadable.self) {
      try ConfigurationTree.load(directory: "/nonexistent/nightclose", shipped: [:])
    }
  }
}
