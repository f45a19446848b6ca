public import AccountingValues
public import Platform

/// What a close makes as many rows of as there are movements lies in a file of the state folder once it
/// is more than fits in little memory.
extension SpillFile: PageSource {}
