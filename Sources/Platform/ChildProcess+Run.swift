internal import CLinux
internal import Glibc

extension ChildProcess {
  /// What a finished child left.
  public struct Result: Sendable {
    /// How it ended.
    public let ending: Ending
    /// What it wrote to standard output, up to the limit.
    public let output: String
    /// What it wrote to standard error, up to the limit.
    public let errorOutput: String
    /// Whether it wrote more than the limit; the rest is lost.
    public let isTruncated: Bool

    /// Whether it exited with status 0.
    public var isSuccess: Bool { ending == .exited(0) }

    /// The last lines it wrote to standard error, for a message.
    public var lastErrorLines: String {
      errorOutput.split(separator: "\n").suffix(3).joined(separator: " / ")
    }
  }

  /// Runs a program to its end and returns what it wrote.
  ///
  /// When `timeout` (seconds) is over, its whole process group is killed. Grandchildren that keep
  /// the pipes open after the child's end are not waited for. Standard output is captured when
  /// `output` is `nil`; of each stream at most `limit` bytes are kept. An exit status other than 0
  /// is no error; that it cannot be started or does not end in time is one.
  public static func run(
    _ command: ChildCommand, input: Stream = .null, output: Stream? = nil,
    timeout: Double = 60, limit: Int = 1 << 20
  ) throws(PlatformError) -> Result {
    let outputPipe = try CapturePipe(limit: limit)
    let errorPipe = try CapturePipe(limit: limit)
    let child = try start(
      command, input: input, output: output ?? outputPipe.streamForChild,
      errorOutput: errorPipe.streamForChild)
    outputPipe.closeChildEnd()
    errorPipe.closeChildEnd()
    let deadline = Deadline(seconds: timeout)
    var ending: Ending?
    while ending == nil {
      CapturePipe.waitForData(outputPipe, errorPipe, milliseconds: 20)
      // In this order: what was written before the end is read after it was seen.
      ending = try child.ending()
      outputPipe.drain()
      errorPipe.drain()
      if ending == nil && deadline.isOver {
        kill(-child.processIdentifier, SIGKILL)
        _ = try child.wait()
        throw PlatformError(
          .unavailable, at: command.executable, "it did not end within \(Int(timeout)) seconds",
          remedy:
            "see why it hangs: \(([command.executable] + command.arguments).joined(separator: " "))"
        )
      }
    }
    return Result(
      ending: ending ?? .exited(0), output: outputPipe.text, errorOutput: errorPipe.text,
      isTruncated: outputPipe.isTruncated || errorPipe.isTruncated)
  }
}

/// The reading end of a pipe whose writing end a child gets; keeps a bounded head of what comes.
private final class CapturePipe {
  private var readEnd: Int32
  private var writeEnd: Int32
  private var bytes: [UInt8] = []
  private let limit: Int
  private(set) var isTruncated = false

  init(limit: Int) throws(PlatformError) {
    var ends: [Int32] = [-1, -1]
    guard pipe2(&ends, O_CLOEXEC) == 0 else { throw .system("pipe", "cannot make one") }
    (readEnd, writeEnd, self.limit) = (ends[0], ends[1], limit)
    _ = fcntl(readEnd, F_SETFL, O_NONBLOCK)
  }

  deinit {
    closeChildEnd()
    if readEnd >= 0 { close(readEnd) }
  }

  var streamForChild: ChildProcess.Stream { .descriptor(writeEnd) }
  var text: String { String(decoding: bytes, as: UTF8.self) }

  func closeChildEnd() {
    if writeEnd >= 0 { close(writeEnd) }
    writeEnd = -1
  }

  /// Reads what is there without waiting.
  func drain() {
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    while readEnd >= 0 {
      let count = read(readEnd, &chunk, chunk.count)
      if count > 0 {
        let room = limit - bytes.count
        bytes.append(contentsOf: chunk[..<min(count, room)])
        if count > room { isTruncated = true }
      } else if count < 0 && errno == EINTR {
        continue
      } else {
        if count == 0 {
          close(readEnd)
          readEnd = -1
        }
        return
      }
    }
  }

  static func waitForData(_ one: CapturePipe, _ other: CapturePipe, milliseconds: Int32) {
    // A descriptor of -1 is passed over by poll(2); with both closed this is a short sleep.
    var wanted = [
      pollfd(fd: one.readEnd, events: Int16(POLLIN), revents: 0),
      pollfd(fd: other.readEnd, events: Int16(POLLIN), revents: 0),
    ]
    let isClosed = one.readEnd < 0 && other.readEnd < 0
    poll(&wanted, 2, isClosed ? 1 : milliseconds)
  }
}
