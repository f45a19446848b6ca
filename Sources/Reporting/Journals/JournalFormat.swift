/// A program of plain-text accounting that journals are written for. The three read nearly the same
/// text, and what each would misread differs.
public enum JournalFormat: String, CaseIterable, Sendable {
  /// hledger, from version 1.20 on, which knows `decimal-mark`.
  case hledger
  /// ledger-cli 3.
  case ledger
  /// beancount 2 and 3.
  case beancount
}
