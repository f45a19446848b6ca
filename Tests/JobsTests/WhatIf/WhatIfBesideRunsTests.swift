import AccountingValues
import Definitions
import PostgresClient
import TestSupport
import Testing
import Warehouse

@testable import Jobs

/// A question keeps nobody from closing, and needs no close before it.
@Suite("What if, beside runs", .serialized)
struct WhatIfBesideRunsTests {
  static func session(_ shop: CornerShop) throws -> Session {
    try Session(
      SessionOptions(
        configDirectory: shop.directory.path, stateDirectory: nil, environment: [:],
        workingDirectory: shop.directory.path, isInteractive: false, clock: .now()))
  }

  @Test("it is answered while a run holds the company, and the run goes on")
  func beside() throws {
    let shop = try CornerShop.closedOnce()
    let lease = try CompanyLease(
      Installation.options(shop.warehouse),
      company: CompanyRecord(
        code: CornerShop.company, name: "Corner Shop",
        baseCurrency: try #require(Currency(code: "EUR"))))
    defer { lease.end() }
    let run = try lease.beginRun(
      Warehouse.RunRequest(
        job: "nightly", asOf: try #require(CivilDate(CornerShop.asOf)), knownAt: nil,
        engineVersion: "", configurationDigest: String(repeating: "0", count: 64)))
    let answer = try Self.session(shop).whatIfCosting(CostingQuestion(methods: ["lifo"]))
    #expect(answer.exitCode == .done, "\(answer.failure)")
    #expect(!lease.wasTakenOver(from: run))
    try lease.end(run, as: .computed, exitCode: 0, message: nil)
  }

  @Test("a company that was never closed has an answer too")
  func first() throws {
    let shop = try CornerShop.opened()
    let answer = try Self.session(shop).whatIfCosting(CostingQuestion(methods: ["hifo"]))
    #expect(answer.exitCode == .done && answer.text.contains("hifo"), "\(answer.failure)")
    #expect(try shop.published("SELECT count(*) FROM core.company") == "0")
  }
}
