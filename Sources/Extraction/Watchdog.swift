internal import Dispatch
internal import PostgresClient
internal import Synchronization

/// Cancels what a source is doing when it takes longer than it may: a hung view or a lock nobody
/// expected must not keep the night's run waiting for ever. A dead network is the business of the
/// connection's own timeouts.
final class Watchdog: Sendable {
  private struct State: Sendable {
    var hasFired = false
    var isStopped = false
    var cancellers: [Int32: Canceller] = [:]
  }

  private let state = Mutex(State())
  let seconds: Int

  /// Starts counting; 0 never fires.
  init(seconds: Int) {
    self.seconds = seconds
    guard seconds > 0 else { return }
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds)) { [weak self] in
      self?.fire()
    }
  }

  /// Whether it has cancelled.
  var hasFired: Bool { state.withLock { $0.hasFired } }

  /// Watches a connection, by the number of its server process.
  func watch(_ process: Int32, _ canceller: Canceller) {
    state.withLock { $0.cancellers[process] = canceller }
  }

  /// Forgets a connection.
  func forget(_ process: Int32) { state.withLock { $0.cancellers[process] = nil } }

  /// Never fires any more.
  func stop() {
    state.withLock {
      $0.isStopped = true
      $0.cancellers = [:]
    }
  }

  private func fire() {
    let cancellers = state.withLock { state -> [Canceller] in
      guard !state.isStopped else { return [] }
      state.hasFired = true
      return Array(state.cancellers.values)
    }
    for canceller in cancellers { canceller.cancel() }
  }
}
