// Benchmarks by name; all of them without one: `swift run -c release Benchmarks ageing`.
let names = Set(CommandLine.arguments.dropFirst())
func isWanted(_ name: String) -> Bool { names.isEmpty || names.contains(name) }

if isWanted("ageing") { try AgeingBenchmark.run() }
if isWanted("inventory") { InventoryBenchmark.run() }
if isWanted("reporting") { try ReportingBenchmark.run() }
