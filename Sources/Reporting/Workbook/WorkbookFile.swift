import AccountingValues
import CXLSXWriter
import Glibc

/// A workbook being written in constant memory: rows go to a temporary file as they come. One of
/// two files that touch the spreadsheet library's pointers; confined to the thread that made it.
final class WorkbookFile {
  /// What a workbook says about itself in its properties.
  struct Properties {
    var title: String
    var subject: String
    var company: String
    var keywords: String
    var comments: String
    var status: String
    /// The creation date shown: a fact of the figures, not of the clock.
    var created: CivilDate
  }

  let path: String
  private var workbook: UnsafeMutablePointer<lxw_workbook>?
  private var formats: [CellStyle: UnsafeMutablePointer<lxw_format>] = [:]
  private var names = SheetNames()
  private(set) var sheets: [WorkbookSheet] = []

  /// Begins a file. Temporary files go to its folder, so that one full disk is one error.
  init(creating path: String, properties: Properties) throws(ReportingError) {
    self.path = path
    // The library would let everybody read the file; one that is there keeps its mode.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, OutputFile.mode)
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    workbook = folder.withCString { folder in
      var options = lxw_workbook_options()
      options.constant_memory = 1
      options.tmpdir = UnsafeMutablePointer(mutating: folder)
      return workbook_new_opt(path, &options)
    }
    guard workbook != nil else {
      throw .workbookRefused(path: path, reason: "the library has no memory")
    }
    try set(properties)
  }

  deinit {
    // Left without `finish`: what was begun is released and its file removed.
    if let workbook {
      lxw_workbook_free(workbook)
      unlink(path)
    }
  }

  private func set(_ properties: Properties) throws(ReportingError) {
    let texts = [
      properties.title, properties.subject, properties.company, properties.keywords,
      properties.comments, properties.status,
    ].map { (text: String) in strdup(text) }
    defer { texts.forEach { free($0) } }
    var raw = lxw_doc_properties()
    raw.title = texts[0]
    raw.subject = texts[1]
    raw.company = texts[2]
    raw.keywords = texts[3]
    raw.comments = texts[4]
    raw.status = texts[5]
    // The library reads 0 as “now”; the epoch itself becomes its first second.
    let seconds = Int(properties.created.daysSince1970) * 86_400
    raw.created = seconds == 0 ? 1 : seconds
    try check(workbook_set_properties(workbook, &raw))
  }

  /// Adds a sheet behind the others, under the closest allowed name.
  func addSheet(_ title: String) throws(ReportingError) -> WorkbookSheet {
    let name = names.name(for: title)
    guard let pointer = workbook_add_worksheet(workbook, name) else {
      throw .workbookRefused(path: path, reason: "a sheet named '\(name)'")
    }
    let sheet = WorkbookSheet(pointer, name: name, in: self)
    sheets.append(sheet)
    return sheet
  }

  /// The library's format of a style, made once.
  func format(_ style: CellStyle) -> UnsafeMutablePointer<lxw_format>? {
    if let known = formats[style] { return known }
    guard let format = workbook_add_format(workbook) else { return nil }
    format_set_font_name(format, "Calibri")
    format_set_font_size(format, Double(style.size))
    format_set_font_color(format, style.color)
    format_set_num_format(format, style.numberFormat)
    if style.isBold { format_set_bold(format) }
    if style.isItalic { format_set_italic(format) }
    if style.wraps { format_set_text_wrap(format) }
    if style.indent > 0 { format_set_indent(format, UInt8(style.indent)) }
    if let fill = style.fill {
      format_set_pattern(format, UInt8(LXW_PATTERN_SOLID.rawValue))
      format_set_bg_color(format, fill)
    }
    if style.align != LXW_ALIGN_NONE { format_set_align(format, UInt8(style.align.rawValue)) }
    let vertical = style.isTop ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER
    format_set_align(format, UInt8(vertical.rawValue))
    if style.above != .none {
      format_set_top(format, style.above.border)
      format_set_top_color(format, style.above.color)
    }
    if style.below != .none {
      format_set_bottom(format, style.below.border)
      format_set_bottom_color(format, style.below.color)
    }
    formats[style] = format
    return format
  }

  /// Assembles the file, brings it to the disk and proves by reading back that it holds every cell.
  func finish() throws(ReportingError) {
    let closing = workbook
    workbook = nil  // `workbook_close` releases it even when it fails.
    errno = 0
    let code = workbook_close(closing)
    guard code == LXW_NO_ERROR else {
      // The library's words for a full disk are “Zip generic error”; the system's are clearer.
      let reason = errno == 0 ? String(cString: lxw_strerror(code)) : OutputFile.lastReason()
      unlink(path)
      throw .cannotWrite(path: path, reason: reason)
    }
    try synchronise()
    try WorkbookReadBack.prove(path, holds: sheets.map { ($0.name, $0.digest) })
  }

  private func synchronise() throws(ReportingError) {
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    defer { if descriptor >= 0 { _ = Glibc.close(descriptor) } }
    guard descriptor >= 0, fsync(descriptor) == 0 || errno == EINVAL else {
      throw .cannotWrite(path: path, reason: OutputFile.lastReason())
    }
  }

  func check(_ code: lxw_error) throws(ReportingError) {
    if code != LXW_NO_ERROR {
      throw .workbookRefused(path: path, reason: String(cString: lxw_strerror(code)))
    }
  }
}
