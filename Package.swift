// swift-tools-version: 6.2
// Nightclose closes the books of any ERP that lives in PostgreSQL. Arrows between targets point down
// only; SwiftPM rejects cycles and Tests/check rejects imports that are not declared here.
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// The domain: no database, file, clock, YAML or Foundation below `Definitions`.
let domain: [Target.Dependency] = [
  "AccountingValues", "Expressions", "Inventory", "Subledgers", "GeneralLedger", "Replenishment",
]

func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil,
  plugins: [Target.PluginUsage]? = nil
) -> Target {
  .target(
    name: name, dependencies: dependencies, resources: resources, swiftSettings: strict,
    plugins: plugins)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "nightclose",
  products: [.executable(name: "nightclose", targets: ["nightclose"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    // System libraries
    .systemLibrary(
      name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
      name: "CXLSXWriter", pkgConfig: "xlsxwriter",
      providers: [.apt(["libxlsxwriter-dev", "zlib1g-dev"])]),
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CPrefetch"),

    // Domain
    library("AccountingValues"),
    library("Expressions", ["AccountingValues"]),
    library(
      "Inventory",
      [
        "AccountingValues", "CPrefetch",
        .product(name: "DequeModule", package: "swift-collections"),
      ]),
    library("Subledgers", ["AccountingValues", "Expressions"]),
    library(
      "GeneralLedger", ["AccountingValues", "Expressions", "Inventory", "Subledgers"]),
    library("Replenishment", ["AccountingValues"]),
    library("Tables", ["AccountingValues"]),

    // Edges
    library(
      "Definitions",
      domain + ["Tables", .product(name: "Yams", package: "Yams")],
      plugins: ["EmbedShippedFiles"]),
    library("PostgresClient", ["CPostgreSQL"]),
    library("Platform", ["CCrypto", "CLinux"]),
    library("Extraction", domain + ["Definitions", "PostgresClient"]),
    library(
      "Warehouse", domain + ["Tables", "PostgresClient", "Platform"],
      resources: [.embedInCode("SQL")]),
    library(
      "Reporting",
      [
        "AccountingValues", "Tables", "Expressions", "CXLSXWriter",
        .product(name: "Mustache", package: "swift-mustache"),
      ]),
    library("SampleCompany", ["AccountingValues"]),
    library(
      "Jobs",
      domain + [
        "Tables", "Definitions", "PostgresClient", "Platform", "Extraction", "Warehouse",
        "Reporting", "SampleCompany", .product(name: "Logging", package: "swift-log"),
      ]),
    .executableTarget(
      name: "nightclose",
      dependencies: [
        "Jobs", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),

    // Build support: jobs/ and reports/ inside the binary
    .executableTarget(name: "embed-shipped-files", swiftSettings: strict),
    .plugin(
      name: "EmbedShippedFiles", capability: .buildTool(),
      dependencies: ["embed-shipped-files"], path: "Sources/EmbedShippedFiles"),

    // Tests
    .target(
      name: "TestSupport",
      dependencies: ["AccountingValues", "PostgresClient", "Platform"],
      path: "Tests/TestSupport", swiftSettings: strict),
    tests("AccountingValuesTests", ["AccountingValues", "TestSupport"]),
    tests("ExpressionsTests", ["Expressions", "AccountingValues"]),
    tests("InventoryTests", ["Inventory", "AccountingValues", "TestSupport"], exclude: ["Golden"]),
    tests("SubledgersTests", ["Subledgers", "AccountingValues", "TestSupport"]),
    tests(
      "GeneralLedgerTests",
      ["GeneralLedger", "AccountingValues", "Expressions", "Inventory", "TestSupport"]),
    tests("ReplenishmentTests", ["Replenishment", "AccountingValues", "TestSupport"]),
    tests("TablesTests", ["Tables", "AccountingValues"]),
    tests("DefinitionsTests", domain + ["Tables", "Definitions", "TestSupport"]),
    tests("PostgresClientTests", ["PostgresClient", "Platform", "TestSupport"]),
    tests("PlatformTests", ["Platform", "TestSupport"]),
    tests(
      "ExtractionTests",
      [
        "Extraction", "Definitions", "PostgresClient", "Platform", "AccountingValues",
        "TestSupport",
      ]),
    tests(
      "WarehouseTests",
      ["Warehouse", "Tables", "PostgresClient", "Platform", "AccountingValues", "TestSupport"]),
    tests(
      "ReportingTests", ["Reporting", "Tables", "AccountingValues", "TestSupport"],
      exclude: ["Golden"]),
    tests(
      "SampleCompanyTests",
      [
        "SampleCompany", "AccountingValues", "Definitions", "Extraction", "PostgresClient",
        "Platform", "Jobs", "TestSupport",
      ]),
    tests(
      "JobsTests",
      domain + [
        "Jobs", "Definitions", "Extraction", "Warehouse", "Reporting", "PostgresClient", "Platform",
        "SampleCompany", "TestSupport",
      ]),
    tests("Acceptance", ["AccountingValues", "PostgresClient", "Platform", "TestSupport"]),
    tests("Torture", ["PostgresClient", "Platform", "TestSupport"]),
    .executableTarget(
      name: "Benchmarks",
      dependencies: ["AccountingValues", "Inventory", "Subledgers", "Tables", "Reporting"],
      path: "Tests/Benchmarks", swiftSettings: strict),
  ]
)
