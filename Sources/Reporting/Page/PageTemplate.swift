import Mustache

/// The Mustache template of a page, parsed once.
public struct PageTemplate: Sendable {
  private let template: MustacheTemplate
  private let parts: MustacheLibrary

  /// Parses a template's text.
  ///
  /// - Parameters:
  ///   - text: the template.
  ///   - parts: templates that it may take in as `{{> name}}`, by name.
  /// - Throws: `ReportingError.badTemplate`.
  public init(_ text: String, parts: [String: String] = [:]) throws(ReportingError) {
    do {
      template = try MustacheTemplate(string: text)
      self.parts = MustacheLibrary(
        templates: try parts.mapValues { try MustacheTemplate(string: $0) })
    } catch {
      throw .badTemplate(reason: "\(error)")
    }
  }

  /// Every value is escaped for HTML where the template says `{{name}}`.
  func render(_ values: [String: Any]) -> String { template.render(values, library: parts) }
}
