import AccountingValues
import Inventory

/// Ten small events over two pools that may go below zero, and the end of a period. The engine proves at
/// each period's end that nothing appeared or was lost, and stops where it is not so; here every
/// sequence of them is tried, on every pair of methods.
enum ConservationAlphabet {
  static let count = 11

  /// Tries all sequences of a length on two pools of these methods.
  /// - Returns: what is wrong first; the engine itself stops at what is not conserved.
  static func difference(
    inSequencesOf length: Int, _ methods: (CostingMethod, CostingMethod)
  ) -> String? {
    var choice = [Int](repeating: 0, count: length)
    repeat {
      if let difference = difference(choice, methods) { return "\(choice): \(difference)" }
    } while advance(&choice)
    return nil
  }

  private static func advance(_ choice: inout [Int]) -> Bool {
    for index in choice.indices.reversed() {
      choice[index] += 1
      if choice[index] < count { return true }
      choice[index] = 0
    }
    return false
  }

  private static func difference(
    _ choice: [Int], _ methods: (CostingMethod, CostingMethod)
  ) -> String? {
    let pools = [methods.0, methods.1].map { CostPool(method: $0, standardCostMicros: 3_330_000) }
    var engine = CostingEngine(opening: CostingState(pools: pools), minorDigits: 2)
    var output = CostingOutput()
    var (receipt, sale): (Int32, Int32) = (-1, -1)
    for (index, letter) in (choice + [10]).enumerated() {
      let number = Int32(index)
      let date = CivilDate(daysSince1970: 20_000 + number)
      func move(
        _ pool: Int32, _ units: Int64, _ kind: MovementKind, value: Int64? = nil,
        linked: Int32 = StockMovement.none
      ) {
        engine.apply(
          StockMovement(
            ordinal: number, pool: pool, date: date, kind: kind, quantityMicros: units * 1_000_000,
            priceState: value == nil ? .missing : .known, valueMinor: value ?? 0, flags: .named,
            linked: linked, toPool: kind == .transfer ? 1 - pool : StockMovement.none),
          into: &output)
      }
      switch letter {
      case 0:
        move(0, 3, .receipt, value: 10_00)
        receipt = number
      case 1: move(1, 2, .receipt, value: 9_01)
      case 2:
        move(0, -2, .issue)
        sale = number
      case 3: move(1, -1, .issue)
      case 4: move(0, -1, .transfer)
      case 5: move(1, -2, .transfer)
      case 6 where sale >= 0: move(0, 1, .customerReturn, linked: sale)
      case 7 where receipt >= 0: move(0, -1, .supplierReturn, value: 3_00, linked: receipt)
      case 8 where receipt >= 0, 9 where receipt >= 0:
        engine.apply(
          LateCost(
            ordinal: number, receipt: receipt, date: date, valueMinor: letter == 8 ? 1_01 : -12_00),
          into: &output)
      case 10: engine.closePeriod(number, into: &output)
      default: continue
      }
    }
    let transfers = output.valued.filter { $0.role == .transfer }.reduce(0) { $0 + $1.valueMinor }
    return transfers == 0 ? nil : "transfers leave \(transfers)"
  }
}

extension CostingMethod {
  /// Methods that take any units of a pool.
  static var poolwide: [CostingMethod] { allCases.filter { $0 != .specific } }
}
