import GeneralLedger

/// Tells the entries of a close apart by what they rest on, so that what came late to closed periods
/// can be told in figures (ACCOUNTING §3).
struct EntryEffects {
  /// What an entry rests on.
  enum Ground: Int, CaseIterable {
    /// Rows that stand where the source has them.
    case regular
    /// Rows that came late, or what corrects others.
    case late
    /// Rows as they were filed, beside their corrections.
    case replaced
    /// What re-costing closed periods, or an accepted change of configuration, would have moved there.
    case posted
  }

  /// What rows rest on.
  private let ground: (PastRows.Place) -> Ground
  /// By sequence of the entry.
  private(set) var ofEntries: [Ground] = []

  init(_ ground: @escaping (PastRows.Place) -> Ground) { self.ground = ground }

  /// What an event of several rows rests on: it is late where one of them is.
  func ground(of places: [PastRows.Place]) -> Ground {
    var found = Ground.regular
    for place in places {
      switch ground(place) {
      case .late: return .late
      case .replaced: found = .replaced
      case .regular, .posted: break
      }
    }
    return found
  }

  /// Notes the entries that were made since the last call.
  mutating func note(_ ground: Ground, entries: Int64) {
    while ofEntries.count < entries { ofEntries.append(ground) }
  }
}

extension EntryEffects {
  /// Of books whose closed periods stand as they were filed: late is what was posted on a later day
  /// than its own, or corrects what was filed.
  static func replay(_ placement: RowPlacement) -> EntryEffects {
    EntryEffects { place in
      if placement.apart.late.contains(place) { return .late }
      return placement.apart.replaced.contains(place) ? .replaced : .regular
    }
  }

  /// Of books in which every row stands on its own day: late are the rows that do not in the others.
  static func restated(_ moved: Set<PastRows.Place>) -> EntryEffects {
    EntryEffects { moved.contains($0) ? .late : .regular }
  }
}
