import Foundation
import Platform
import Synchronization
import TestSupport
import Testing

@testable import Jobs

/// The databases of a real company, loaded and closed once per test process and copied from then on.
enum AdventureWorks {
  /// A source with all rows.
  static func whole() throws -> ConnectionParameters {
    try ScratchCluster.shared().database("adventureworks", preparedBy: load)
  }

  /// A source with the company's first months only: what a test of bad input needs.
  static func young() throws -> ConnectionParameters {
    try ScratchCluster.shared().database("youngadventureworks") { place in
      try load(place)
      try ScratchCluster.shared().run(
        """
        DELETE FROM aw.purchaseorderheader WHERE purchaseorderid > 150;
        DELETE FROM aw.purchaseorderdetail WHERE purchaseorderid > 150;
        DELETE FROM aws.sales WHERE orderdate >= '2015-02-01';
        DELETE FROM aws.returns WHERE returndate >= '2015-02-01';
        DELETE FROM aw.currencyrate WHERE currencyratedate >= '2011-07-01'
        """, on: place)
    }
  }

  private static func load(_ place: ConnectionParameters) throws {
    let folder = try #require(RealData.folder("adventureworks"))
    var environment = ChildCommand.plainEnvironment
    environment["PGHOST"] = place.host
    environment["PGPORT"] = "\(place.port)"
    environment["PGUSER"] = place.user
    let loaded = try ChildProcess.run(
      ChildCommand(
        "/bin/bash", ["\(folder)/load.sh", place.database], environment: environment))
    try #require(loaded.isSuccess, "\(loaded.lastErrorLines)")
  }

  /// A published close of the whole company. Tests only read it; who wants to go on takes a copy.
  struct Published: Sendable {
    let installation: Installation
    let outcome: Installation.Outcome
  }

  static func published() throws -> Published { try first.get() }

  private static let first = Result<Published, any Error> {
    let installation = try Installation(source: try whole())
    return Published(installation: installation, outcome: try installation.publish())
  }

  /// The young company, published as of its last day. Each caller gets one of its own.
  static func publishedYoung() throws -> Published {
    let original = try firstYoung.get()
    let warehouse = try ScratchCluster.shared().database(
      "published", template: original.installation.warehouse.database)
    let copy = try Installation(source: try young(), warehouse: warehouse)
    try copy.configure(asOf: lastYoungDay)
    try FileManager.default.copyItem(
      atPath: original.installation.directory.file("output"),
      toPath: copy.directory.file("output"))
    return Published(installation: copy, outcome: original.outcome)
  }

  /// The as-of day of the young company.
  static let lastYoungDay = "2012-01-31"

  private static let firstYoung = Result<Published, any Error> {
    let installation = try Installation(source: try young())
    try installation.configure(asOf: lastYoungDay)
    return Published(installation: installation, outcome: try installation.publish())
  }
}
