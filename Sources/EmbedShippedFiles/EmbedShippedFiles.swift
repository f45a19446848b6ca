import Foundation
import PackagePlugin

/// Puts the text files of `jobs/` and `reports/` into the binary, so that it runs without a checkout.
@main
struct EmbedShippedFiles: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let root = context.package.directoryURL
    let output = context.pluginWorkDirectoryURL.appending(path: "ShippedFiles.swift")
    let files = ["jobs", "reports"].flatMap { shippedFiles(below: root.appending(path: $0)) }
    return [
      .buildCommand(
        displayName: "Embedding the shipped jobs and reports",
        executable: try context.tool(named: "embed-shipped-files").url,
        arguments: [output.path(percentEncoded: false), root.path(percentEncoded: false)]
          + files.map { $0.path(percentEncoded: false) },
        inputFiles: files,
        outputFiles: [output])
    ]
  }

  /// Regular text files below `folder`, by path, so that the generated source never depends on
  /// the order of a directory.
  private func shippedFiles(below folder: URL) -> [URL] {
    let kept: Set<String> = ["yaml", "sql", "csv", "md", "mustache", "css"]
    guard
      let walk = FileManager.default.enumerator(
        at: folder, includingPropertiesForKeys: [.isRegularFileKey],
        options: [.skipsHiddenFiles])
    else { return [] }
    var found: [URL] = []
    for case let url as URL in walk where kept.contains(url.pathExtension) {
      found.append(url)
    }
    return found.sorted { $0.path(percentEncoded: false) < $1.path(percentEncoded: false) }
  }
}
