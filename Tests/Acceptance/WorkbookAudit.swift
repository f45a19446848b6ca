import Platform

/// What openpyxl, a program that has nothing in common with the one that wrote them, thinks of
/// workbooks.
enum WorkbookAudit {
  /// What was looked at, and what is wrong with it.
  struct Verdict {
    /// One sentence per fault: file, sheet, cell, what.
    let faults: [String]
    /// How much was seen: workbooks, sheets, numbers, days, totals, texts that look like formulas.
    let seen: [String: Int]
  }

  /// Python with openpyxl; `Tests/run` installs and names it.
  static let python: String? = {
    let named = (try? ownEnvironment())?["NIGHTCLOSE_PYTHON"]
    return [named, "/usr/bin/python3", "/usr/local/bin/python3"].compactMap { $0 }.first {
      (try? ChildProcess.run(ChildCommand($0, ["-c", "import openpyxl"])))?.isSuccess == true
    }
  }()

  private static func ownEnvironment() throws -> [String: String] {
    let text = String(decoding: try FileSystem.read("/proc/self/environ"), as: UTF8.self)
    return Dictionary(
      text.split(separator: "\0").compactMap { entry in
        let parts = entry.split(separator: "=", maxSplits: 1)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
      }
    ) { first, _ in first }
  }

  /// Opens workbooks and judges them. Nothing but the paths is told: headings, totals and their
  /// ranges are found in the files.
  static func verdict(on workbooks: [String], python: String) throws -> Verdict {
    let result = try ChildProcess.run(
      ChildCommand(python, ["-c", script] + workbooks), timeout: 1800)
    guard result.isSuccess else {
      return Verdict(faults: ["openpyxl failed: \(result.errorOutput)"], seen: [:])
    }
    var faults: [String] = []
    var seen: [String: Int] = [:]
    for line in result.output.split(separator: "\n") {
      let parts = line.split(separator: "\t").map(String.init)
      if parts.first == "seen", parts.count == 3, let count = Int(parts[2]) {
        seen[parts[1]] = count
      } else {
        faults.append(parts.joined(separator: " "))
      }
    }
    return Verdict(faults: faults, seen: seen)
  }

  /// `seen`, kind and count, or a fault, on lines of their own.
  static let script = #"""
    import collections, datetime, decimal, os, re, sys, zipfile
    import openpyxl
    from openpyxl.utils import range_boundaries

    seen = collections.Counter(workbooks=0, sheets=0, numbers=0, days=0, totals=0, lookalikes=0)

    def is_number(value):
        return isinstance(value, (int, float)) and not isinstance(value, bool)

    def exact(value):
        return decimal.Decimal(repr(value))

    class Sheet:
        """Values by place, and running sums of the plain numbers of each column."""
        def __init__(self, live, seen_values):
            self.title, self.live = live.title, live
            self.cells, self.cached = {}, {}
            for row, again in zip(live.iter_rows(), seen_values.iter_rows()):
                for cell, value in zip(row, again):
                    if cell.value is not None:
                        self.cells[cell.row, cell.column] = cell
                        self.cached[cell.row, cell.column] = value.value
            self.sums = {}
            for column in range(1, live.max_column + 1):
                total, sums = decimal.Decimal(0), [decimal.Decimal(0)]
                for row in range(1, live.max_row + 1):
                    cell = self.cells.get((row, column))
                    if cell is not None and cell.data_type == 'n' and is_number(cell.value):
                        total += exact(cell.value)
                    sums.append(total)
                self.sums[column] = sums

        def sum(self, area):
            left, top, right, bottom = range_boundaries(area)
            return sum(self.sums[c][bottom] - self.sums[c][top - 1] for c in range(left, right + 1))

    def areas(formula):
        """The areas of a total, as (sheet or None, area); None when it is no total."""
        match = re.fullmatch(r'=(?:ROUND\()?SUBTOTAL\(109,(.+?)\)(?:,\d+\))?', formula)
        if not match: return None
        found = re.findall(r"(?:'((?:[^']|'')+)'!)?(\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+)(?:,|$)", match[1])
        return [(name.replace("''", "'") or None, area) for name, area in found] or None

    def faults_of(path):
        package = zipfile.ZipFile(path)
        if package.testzip(): yield '', 'a part of the package is damaged'
        for part in package.namelist():
            if 'externalLink' in part or 'vbaProject' in part: yield '', 'contains ' + part
        live = openpyxl.load_workbook(path)
        values = openpyxl.load_workbook(path, data_only=True)
        seen['workbooks'] += 1
        sheets = {s.title: Sheet(s, values[s.title]) for s in live.worksheets}
        if live.worksheets[0].title != 'Cover': yield '', 'does not begin with its cover'
        if len(sheets) < 2: yield '', 'has no sheet but its cover'
        for sheet in sheets.values():
            seen['sheets'] += 1
            for fault in faults_of_sheet(sheet, sheets): yield fault

    def faults_of_sheet(sheet, sheets):
        live, title = sheet.live, sheet.title
        header = 0
        if title != 'Cover':
            for fault in faults_of_frame(live): yield (title,) + fault
            header = int(re.sub('[^0-9]', '', live.freeze_panes or 'A1')) - 1
            if header and not any((header, c) in sheet.cells for c in range(1, live.max_column + 1)):
                yield title, 'the frozen heading is empty'
        for (row, column), cell in sheet.cells.items():
            place = title + '!' + cell.coordinate
            if cell.data_type == 'f':
                seen['totals'] += 1
                parts, cached = areas(cell.value), sheet.cached[row, column]
                if parts is None: yield place, 'a formula that is no total: ' + cell.value
                elif not is_number(cached): yield place, 'a total without a stored value'
                else:
                    total = sum(sheets[name or title].sum(area) for name, area in parts)
                    if exact(cached) != total: yield place, f'stored {cached}, the cells make {total}'
            elif cell.data_type == 'e': yield place, 'an error value'
            elif isinstance(cell.value, (datetime.datetime, datetime.date)):
                seen['days'] += 1
            elif is_number(cell.value) and row > header:
                seen['numbers'] += 1
            elif isinstance(cell.value, str) and cell.value[:1] in ('=', '+', '-', '@') and len(cell.value) > 1:
                seen['lookalikes'] += 1
                if cell.data_type != 's': yield place, 'text that is not stored as text'
            if row > header and title != 'Cover' and cell.number_format == 'General' and (
                    cell.data_type == 'f' or is_number(cell.value)):
                yield place, 'a number without a format'

    def faults_of_frame(live):
        frozen = live.freeze_panes
        if not frozen: yield 'the heading is not frozen',
        ref = live.auto_filter.ref
        if not ref: yield 'there is no filter',
        elif frozen:
            left, top, right, bottom = range_boundaries(ref)
            heading = int(re.sub('[^0-9]', '', frozen)) - 1
            if top != heading: yield f'the filter is on row {top}, the heading on row {heading}',
            if not (live.print_title_rows or '').replace('$', '').endswith(f'{heading}'):
                yield f'printed pages repeat {live.print_title_rows}, not the heading {heading}',
        if not live.sheet_properties.pageSetUpPr or not live.sheet_properties.pageSetUpPr.fitToPage:
            yield 'does not print on the width of a page',
        if not live.oddFooter.center.text: yield 'pages have no numbers',

    for path in sys.argv[1:]:
        for fault in faults_of(path): print(os.path.basename(path), *fault, sep='\t')
    for kind, count in seen.items(): print('seen', kind, count, sep='\t')
    """#
}
