internal import Glibc

/// A moment on the monotonic clock, which no change of the wall clock moves.
struct Deadline {
  private let end: Double

  init(seconds: Double) { end = Self.now + seconds }

  var isOver: Bool { remaining <= 0 }
  var remaining: Double { end - Self.now }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// Lets this thread sleep.
func pause(milliseconds: UInt32) {
  var time = timespec(
    tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000) * 1_000_000)
  var rest = timespec()
  while nanosleep(&time, &rest) != 0 && errno == EINTR { time = rest }
}
