/// A choice that was another one before: what days were filed with stays in force on those days, the
/// current choice holds on all that follow.
///
///     until 31 January first in, first out · until 28 February averages · then last in, first out
public struct Dated<Value> {
  /// A choice that is no longer in force.
  public struct Earlier {
    /// The first day on which it does not hold any more.
    public let end: CivilDate
    /// The choice.
    public let value: Value

    /// A choice that held until the day before `end`.
    public init(end: CivilDate, _ value: Value) {
      self.end = end
      self.value = value
    }
  }

  /// What holds from the end of the last earlier choice on.
  public let current: Value
  /// What held before, the oldest first; each from the end of the one before it.
  public let earlier: [Earlier]

  /// A choice with those before it, in any order.
  public init(_ current: Value, earlier: [Earlier] = []) {
    self.current = current
    self.earlier = earlier.sorted { $0.end < $1.end }
  }

  /// What is in force on a day.
  public func on(_ day: CivilDate) -> Value {
    for choice in earlier where day < choice.end { return choice.value }
    return current
  }

  /// Every choice, the current one last.
  public var all: [Value] { earlier.map(\.value) + [current] }

  /// A part of every choice, on the same days.
  public func map<Part>(_ part: (Value) throws -> Part) rethrows -> Dated<Part> {
    Dated<Part>(
      try part(current), earlier: try earlier.map { .init(end: $0.end, try part($0.value)) })
  }
}

extension Dated where Value: Equatable {
  /// The same choices, without ends at which nothing changes.
  public var joined: Dated {
    var kept: [Earlier] = []
    var next = current
    for choice in earlier.reversed() where choice.value != next {
      kept.append(choice)
      next = choice.value
    }
    return Dated(current, earlier: kept)
  }
}

extension Dated.Earlier: Sendable where Value: Sendable {}
extension Dated: Sendable where Value: Sendable {}
