/// Codes and keys as dense numbers for the length of a run, so that events carry one Int64 per field
/// and mappings compare numbers. The numbers never leave the run: nothing is ordered or printed by
/// them.
///
/// A reference type because definitions, events and the ledger of one run share it; it is confined
/// to the thread that posts.
public final class CodePool {
  private var numbers: [String: Int32] = [:]
  private var texts: [String] = []

  /// An empty pool.
  public init() {}

  /// The number of a code, a new one if it was not seen before.
  public func number(of text: String) -> Int32 {
    if let number = numbers[text] { return number }
    let number = Int32(texts.count)
    texts.append(text)
    numbers[text] = number
    return number
  }

  /// The code of a number of this pool.
  public subscript(_ number: Int32) -> String { texts[Int(number)] }

  /// How many codes there are.
  public var count: Int { texts.count }
}
