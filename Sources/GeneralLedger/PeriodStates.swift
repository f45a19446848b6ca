public import AccountingValues

/// Where a period stands (ACCOUNTING §3).
public enum PeriodState: String, Hashable, Sendable, CaseIterable {
  /// Recomputed on every run.
  case open
  /// Blocking checks are running; nothing is frozen yet.
  case closing
  /// Frozen.
  case closed
  /// Was closed; recomputed again until it is closed once more.
  case reopened
}

/// Why a period cannot change its state.
public enum PeriodStateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The company has no such period.
  case unknown(FiscalPeriod)
  /// An earlier period is not closed.
  case earlierIsOpen(FiscalPeriod, earlier: FiscalPeriod)
  /// The step does not start from this state.
  case wrongState(FiscalPeriod, PeriodState, step: String)
  /// Reopening needs a reason that is kept.
  case reasonMissing(FiscalPeriod)
  /// Periods must follow each other.
  case gap(FiscalPeriod, FiscalPeriod)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .unknown(let period): "period \(period) is not one of the company's; check go_live"
    case .earlierIsOpen(let period, let earlier):
      "period \(period) cannot close before \(earlier); close \(earlier) first"
    case .wrongState(let period, let state, let step):
      "period \(period) is \(state.rawValue); it cannot be \(step)"
    case .reasonMissing(let period): "reopening \(period) needs --reason, which is kept"
    case .gap(let a, let b): "period \(b) does not follow \(a)"
    }
  }
}

/// The states of a company's periods from go-live on. Closed periods come first, without a gap: the
/// open span is what follows the last closed one.
public struct PeriodStates: Hashable, Sendable {
  /// A period with its state.
  public struct Entry: Hashable, Sendable {
    /// The period.
    public let period: FiscalPeriod
    /// Its state.
    public fileprivate(set) var state: PeriodState
    /// Why it was reopened last; empty when it never was.
    public fileprivate(set) var reason: String

    /// An entry read back.
    public init(period: FiscalPeriod, state: PeriodState = .open, reason: String = "") {
      self.period = period
      self.state = state
      self.reason = reason
    }
  }

  /// By time.
  public private(set) var entries: [Entry]

  /// States read back.
  ///
  /// - Throws: `PeriodStateError.gap` or `.earlierIsOpen`.
  public init(_ entries: [Entry]) throws(PeriodStateError) {
    self.entries = entries.sorted { $0.period < $1.period }
    for (a, b) in zip(self.entries, self.entries.dropFirst()) {
      guard a.period.end == b.period.first else { throw .gap(a.period, b.period) }
      if a.state != .closed, b.state == .closed || b.state == .closing {
        throw .earlierIsOpen(b.period, earlier: a.period)
      }
    }
  }

  /// The periods that a run recomputes: all after the last closed one.
  public var openSpan: [FiscalPeriod] {
    entries.filter { $0.state != .closed }.map(\.period)
  }

  /// The first day on which something that came in late may be posted; `nil` without open periods.
  public var firstOpenDay: CivilDate? { openSpan.first?.first }

  /// Starts closing: all earlier periods are closed.
  ///
  /// - Throws: `PeriodStateError`.
  public mutating func beginClosing(_ period: FiscalPeriod) throws(PeriodStateError) {
    let position = try position(of: period)
    guard [.open, .reopened].contains(entries[position].state) else {
      throw .wrongState(period, entries[position].state, step: "closed")
    }
    if let earlier = entries[..<position].first(where: { $0.state != .closed }) {
      throw .earlierIsOpen(period, earlier: earlier.period)
    }
    entries[position].state = .closing
  }

  /// Gives up closing, when a check blocks it.
  ///
  /// - Throws: `PeriodStateError`.
  public mutating func abandonClosing(_ period: FiscalPeriod) throws(PeriodStateError) {
    let position = try position(of: period)
    guard entries[position].state == .closing else {
      throw .wrongState(period, entries[position].state, step: "put back")
    }
    entries[position].state = entries[position].reason.isEmpty ? .open : .reopened
  }

  /// Freezes the period after its checks passed.
  ///
  /// - Throws: `PeriodStateError`.
  public mutating func finishClosing(_ period: FiscalPeriod) throws(PeriodStateError) {
    let position = try position(of: period)
    guard entries[position].state == .closing else {
      throw .wrongState(period, entries[position].state, step: "frozen before it is closing")
    }
    entries[position].state = .closed
  }

  /// Reopens a closed period and with it every later closed one.
  ///
  /// - Returns: the periods reopened, the latest first, which is the order in which it is done.
  /// - Throws: `PeriodStateError`.
  public mutating func reopen(
    _ period: FiscalPeriod, reason: String
  ) throws(PeriodStateError) -> [FiscalPeriod] {
    let position = try position(of: period)
    guard entries[position].state == .closed else {
      throw .wrongState(period, entries[position].state, step: "reopened")
    }
    guard reason.contains(where: { !$0.isWhitespace }) else { throw .reasonMissing(period) }
    if let busy = entries.first(where: { $0.state == .closing }) {
      throw .wrongState(busy.period, .closing, step: "left while \(period) is reopened")
    }
    var reopened: [FiscalPeriod] = []
    for later in (position..<entries.count).reversed() where entries[later].state == .closed {
      entries[later].state = .reopened
      entries[later].reason = reason
      reopened.append(entries[later].period)
    }
    return reopened
  }

  /// Adds the period after the last one, open.
  ///
  /// - Throws: `PeriodStateError.gap`.
  public mutating func append(_ period: FiscalPeriod) throws(PeriodStateError) {
    if let last = entries.last, last.period.end != period.first { throw .gap(last.period, period) }
    entries.append(Entry(period: period))
  }

  private func position(of period: FiscalPeriod) throws(PeriodStateError) -> Int {
    guard let position = entries.firstIndex(where: { $0.period == period }) else {
      throw .unknown(period)
    }
    return position
  }
}
