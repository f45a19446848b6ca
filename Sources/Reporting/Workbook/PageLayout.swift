import Tables

/// How a sheet lies on paper, and what stands at the top and bottom of every page.
struct PageLayout {
  var paper: ReportFace.Paper
  var orientation: SheetDefinition.Orientation
  /// The library's spelling, with `&L`, `&C`, `&R` for left, centre and right.
  var header: String
  var footer: String

  init(_ face: ReportFace, title: String, orientation: SheetDefinition.Orientation) {
    paper = face.paper
    self.orientation = orientation
    let font = "&\"Calibri,Regular\"&8"
    header =
      "&L\(font)\(Self.part(face.companyName))&C\(font)\(Self.part(title))"
      + "&R\(font)\(Self.part(face.period)) \(face.standing.rawValue)"
    footer =
      "&L\(font)As of \(face.asOf)&C\(font)Page &P of &N&R\(font)Close \(face.shortCloseID)"
  }

  /// Text inside a header: an ampersand is doubled; the whole may have 255 characters, so a part
  /// has at most 36. A leading digit would be read as a font size: a space keeps it apart.
  private static func part(_ text: String) -> String {
    let short = text.count > 36 ? text.prefix(35) + "…" : text[...]
    let doubled = short.split(separator: "&", omittingEmptySubsequences: false)
      .joined(separator: "&&")
    return doubled.first?.isNumber == true ? " " + doubled : doubled
  }
}
