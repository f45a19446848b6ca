import Mustache

/// The Mustache template of a page, parsed once.
public struct PageTemplate: Sendable {
  private let template: MustacheTemplate

  /// Parses a template's text.
  ///
  /// - Throws: `ReportingError.badTemplate`.
  public init(_ text: String) throws(ReportingError) {
    do { template = try MustacheTemplate(string: text) } catch {
      throw .badTemplate(reason: "\(error)")
    }
  }

  /// Every value is escaped for HTML where the template says `{{name}}`.
  func render(_ values: [String: Any]) -> String { template.render(values) }
}
