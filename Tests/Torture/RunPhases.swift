import TestSupport

/// The stretches of a run between which its dangers differ.
enum RunPhase: String, CaseIterable, Sendable {
  /// Reading the source; the warehouse knows a run that is under way, and nothing else.
  case extract
  /// Writing leaves that nobody reads, each in a transaction of its own.
  case load
  /// Attaching the leaves to the tables people read from, and writing masters.
  case attach
  /// The rest of the publishing transaction: checks, pointers, files rendered aside, COMMIT.
  case commit
  /// Moving the files of the committed close into place.
  case rename
}

/// The calls of a run, by phase.
struct RunTrace: Sendable {
  /// Without `poll`, whose number depends on when an answer comes.
  let calls: [RunPhase: [TracedProgram.Call]]

  /// Cuts the calls of an undisturbed or interrupted run where its statements tell that a phase
  /// begins.
  init(_ all: [TracedProgram.Call]) {
    var calls: [RunPhase: [TracedProgram.Call]] = [:]
    var phase: RunPhase?
    var isCommitted = false
    for call in all where call.name != "poll" {
      switch (phase, call) {
      case (nil, _) where call.says(#"\"step\":\"extract\""#): phase = .extract
      case (.extract, _) where call.says("core.create_leaf("): phase = .load
      case (.load, _) where call.says("core.attach_leaves("): phase = .attach
      case (.attach, _) where call.says("-- Purpose: what must hold of a run"): phase = .commit
      case (.commit, _) where call.says(#"\vCOMMIT\0"#): isCommitted = true
      case (.commit, _) where isCommitted: phase = .rename
      case (.rename, _) where call.says(#"\"step\":\"published"#): phase = nil
      default: break
      }
      if let phase { calls[phase, default: []].append(call) }
      if phase == nil, isCommitted { break }
    }
    self.calls = calls
  }

  /// The phase of the last call.
  var last: RunPhase? { RunPhase.allCases.last { calls[$0]?.isEmpty == false } }
}

extension TracedProgram.Call {
  /// Whether strace shows this text among its arguments.
  func says(_ text: String) -> Bool { arguments.contains(text) }
}
