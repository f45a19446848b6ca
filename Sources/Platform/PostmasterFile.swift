internal import Glibc

/// What a postmaster says of itself in `postmaster.pid`.
struct PostmasterFile: Equatable {
  let processIdentifier: Int32
  let socketDirectory: String
  /// `starting`, `ready`, `stopping`; empty before the server wrote it.
  let status: String

  /// Line 1 is the process number, 5 the socket directory, 8 the status.
  init?(parsing text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, let number = Int32(first), number > 0 else { return nil }
    processIdentifier = number
    socketDirectory = lines.count > 4 ? String(lines[4]) : ""
    status = lines.count > 7 ? String(lines[7].prefix { $0 != " " }) : ""
  }

  static func path(inData data: String) -> String { "\(data)/postmaster.pid" }

  /// The file of a postmaster that lives and works on this data. A file left by a crash is `nil`,
  /// also when its process number now belongs to another program.
  static func live(data: String) -> PostmasterFile? {
    guard let text = try? FileSystem.readText(path(inData: data)),
      let file = PostmasterFile(parsing: text),
      RunningProcess(file.processIdentifier).isRunning(withArgument: data)
    else { return nil }
    return file
  }
}

/// A process that may have been started by somebody else, seen through /proc.
struct RunningProcess {
  let processIdentifier: Int32

  init(_ processIdentifier: Int32) { self.processIdentifier = processIdentifier }

  /// Whether it lives; an ended child of ours is collected on the way, and a zombie is dead.
  var isRunning: Bool {
    var status: Int32 = 0
    if waitpid(processIdentifier, &status, WNOHANG) == processIdentifier { return false }
    guard let text = try? FileSystem.readText("/proc/\(processIdentifier)/stat"),
      let end = text.lastIndex(of: ")")
    else { return false }
    let state = text[text.index(after: end)...].first { $0 != " " }
    return state != "Z" && state != "X"
  }

  func isRunning(withArgument argument: String) -> Bool {
    guard isRunning, let bytes = try? FileSystem.read("/proc/\(processIdentifier)/cmdline") else {
      return false
    }
    return bytes.split(separator: 0).contains { $0.elementsEqual(argument.utf8) }
  }

  /// Waits until it has ended; says whether it did in time.
  func hasEnded(before deadline: Deadline) -> Bool {
    while isRunning {
      if deadline.isOver { return false }
      pause(milliseconds: 10)
    }
    return true
  }
}
