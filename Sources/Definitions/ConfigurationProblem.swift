/// A place in a configuration or input file. Lines and columns count from 1.
public struct SourcePlace: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The file as the configuration tree names it: `jobs/nightclose.yaml`.
  public let file: String
  /// The line; 0 when the whole file is meant.
  public let line: Int
  /// The column in Unicode scalars; 0 when the whole line is meant.
  public let column: Int

  /// A place from its parts.
  public init(file: String, line: Int = 0, column: Int = 0) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// By file, line and column.
  public static func < (a: SourcePlace, b: SourcePlace) -> Bool {
    (a.file, a.line, a.column) < (b.file, b.line, b.column)
  }

  /// `jobs/nightclose.yaml:3:5`.
  public var description: String {
    if line == 0 { return file }
    return column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
  }
}

/// One mistake in a configuration file: where, what, what to do.
public struct ConfigurationProblem: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Where.
  public let place: SourcePlace
  /// What is wrong and what to write instead.
  public let message: String

  /// A problem from place and message.
  public init(at place: SourcePlace, _ message: String) {
    self.place = place
    self.message = message
  }

  /// By place, then message.
  public static func < (a: ConfigurationProblem, b: ConfigurationProblem) -> Bool {
    a.place != b.place ? a.place < b.place : a.message < b.message
  }

  /// `jobs/nightclose.yaml:3:5: unknown key …`.
  public var description: String { "\(place): \(message)" }
}

/// Everything that is wrong with the configuration; all of it is collected before any of it is
/// reported. Exit code 78.
public struct ConfigurationProblems: Error, Hashable, Sendable, CustomStringConvertible {
  /// By place, without repetition; at least one.
  public let problems: [ConfigurationProblem]

  /// Sorted problems.
  public init(_ problems: [ConfigurationProblem]) { self.problems = Set(problems).sorted() }

  /// One line per problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// A value with the place it was written at, for checks across files.
public struct Placed<Value: Hashable & Sendable>: Hashable, Sendable {
  /// The value.
  public let value: Value
  /// Where it was written.
  public let place: SourcePlace

  /// A value with its place.
  public init(_ value: Value, at place: SourcePlace) {
    self.value = value
    self.place = place
  }
}

/// Collects problems while files are read. One per load, on one thread.
final class ProblemLog {
  private(set) var problems: [ConfigurationProblem] = []

  func add(_ message: String, at place: SourcePlace) {
    problems.append(ConfigurationProblem(at: place, message))
  }

  func throwIfAny() throws(ConfigurationProblems) {
    if !problems.isEmpty { throw ConfigurationProblems(problems) }
  }
}
