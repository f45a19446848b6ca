import TestSupport

/// A seeded history of three months of a small company, and who knew what when: rows that come to light
/// when their month is closed, bills that differ from their receipts, counts that are corrected or taken
/// back. Stage 0 is the closing of January, stage 1 that of February, stage 2 the end of March.
struct LateHistory {
  /// A line of a stream's CSV, with the stages at which the source shows it.
  private struct Row {
    let stream: String
    let day: Int
    let stages: Range<Int>
    let text: String
  }

  private static let columns = [
    "items": "item_key,number,kind,name",
    "partners": "partner_key,kind,name",
    "goods_receipts": "receipt_key,partner_key,document_number,accounting_date",
    "goods_receipt_lines":
      "receipt_key,line_key,accounting_date,item_key,quantity,net_amount,currency",
    "purchase_bills":
      "bill_key,document_number,document_date,accounting_date,currency,partner_key,total",
    "purchase_bill_lines":
      "bill_key,line_key,accounting_date,line_kind,item_key,receipt_line_key,quantity,net_amount",
    "sales_invoices":
      "invoice_key,document_number,document_date,accounting_date,currency,partner_key,settlement,total",
    "sales_invoice_lines":
      "invoice_key,line_key,accounting_date,line_kind,item_key,quantity,net_amount",
    "payments":
      "payment_key,document_number,document_date,accounting_date,currency,direction,partner_key,partner_role,amount",
    "applications":
      "application_key,accounting_date,kind,from_stream,from_key,to_stream,to_key,amount",
    "stock_movements":
      "movement_key,accounting_date,kind,item_key,quantity,price_state,value,document_stream,document_key,document_line_key,linked_key",
  ]

  private var random: SplitMix64
  private var rows: [Row] = []

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    for event in 1...Int.random(in: 6...16, using: &random) {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<4: addDelivery(event)
      case 4..<8: addSale(event)
      default: addCount(event)
      }
    }
  }

  /// What the source shows at a stage of the days up to its month's end, by stream.
  func texts(stage: Int) -> [String: String] {
    let lastDay = [31, 59, 90][stage]
    var texts = Self.columns.mapValues { $0 + "\n" }
    texts["items"]? += "A,A,stock,Apple\nB,B,stock,Banana\n"
    texts["partners"]? += "S,supplier,Supplier\nC,customer,Customer\n"
    for row in rows where row.stages.contains(stage) && row.day <= lastDay {
      texts[row.stream]? += row.text + "\n"
    }
    return texts
  }

  // MARK: Rows

  private mutating func addDelivery(_ number: Int) {
    let day = Int.random(in: 1...85, using: &random)
    let known = stage(of: day)
    let item = item()
    let quantity = Int.random(in: 1...12, using: &random)
    let value = money(100...3000)
    add("goods_receipts", day, known, "r\(number),S,R-\(number),\(date(day))")
    add(
      "goods_receipt_lines", day, known,
      "r\(number),rl\(number),\(date(day)),\(item),\(quantity),\(value),EUR")
    add(
      "stock_movements", day, known,
      "in\(number),\(date(day)),receipt,\(item),\(quantity),known,\(value),goods_receipts,r\(number),rl\(number),"
    )
    guard Bool.random(using: &random) else { return }
    let billDay = min(90, day + Int.random(in: 0...30, using: &random))
    let billed = Bool.random(using: &random) ? value : money(100...3000)
    let billKnown = stage(of: billDay)
    add(
      "purchase_bills", billDay, billKnown,
      "b\(number),B-\(number),\(date(billDay)),\(date(billDay)),EUR,S,\(billed)")
    add(
      "purchase_bill_lines", billDay, billKnown,
      "b\(number),1,\(date(billDay)),stock,\(item),rl\(number),\(quantity),\(billed)")
  }

  private mutating func addSale(_ number: Int) {
    let day = Int.random(in: 1...85, using: &random)
    let known = stage(of: day)
    let item = item()
    let quantity = Int.random(in: 1...10, using: &random)
    let total = money(500...9000)
    add(
      "sales_invoices", day, known,
      "i\(number),I-\(number),\(date(day)),\(date(day)),EUR,C,credit,\(total)")
    add(
      "sales_invoice_lines", day, known,
      "i\(number),1,\(date(day)),stock,\(item),\(quantity),\(total)")
    add(
      "stock_movements", day, known,
      "out\(number),\(date(day)),issue,\(item),-\(quantity),missing,,sales_invoices,i\(number),1,")
    if Int.random(in: 0..<3, using: &random) == 0 {
      let back = min(90, day + Int.random(in: 0...20, using: &random))
      add(
        "stock_movements", back, max(known, stage(of: back)),
        "back\(number),\(date(back)),customer_return,\(item),1,missing,,,,,out\(number)")
    }
    if Bool.random(using: &random) {
      let paid = min(90, day + Int.random(in: 0...25, using: &random))
      let paidKnown = max(known, stage(of: paid))
      add(
        "payments", paid, paidKnown,
        "p\(number),P-\(number),\(date(paid)),\(date(paid)),EUR,in,C,customer,\(total)")
      add(
        "applications", paid, paidKnown,
        "a\(number),\(date(paid)),payment,payments,p\(number),sales_invoices,i\(number),\(total)")
    }
  }

  /// A count that may be corrected, or taken back, at a later stage.
  private mutating func addCount(_ number: Int) {
    let day = Int.random(in: 1...85, using: &random)
    let known = stage(of: day)
    let item = item()
    let first = Int.random(in: 2...4, using: &random)
    let change = Int.random(in: known...3, using: &random)
    func text(_ quantity: Int) -> String {
      "c\(number),\(date(day)),count,\(item),-\(quantity),missing,,,,,"
    }
    rows.append(
      Row(
        stream: "stock_movements", day: day, stages: known..<max(known, change), text: text(first)))
    if change < 3, Bool.random(using: &random) {
      let other = Int.random(in: 1...5, using: &random)
      rows.append(
        Row(
          stream: "stock_movements", day: day, stages: max(known, change)..<3, text: text(other)))
    }
  }

  private mutating func add(_ stream: String, _ day: Int, _ known: Int, _ text: String) {
    rows.append(Row(stream: stream, day: day, stages: known..<3, text: text))
  }

  /// When a row comes to light: before its month is closed, or later.
  private mutating func stage(of day: Int) -> Int {
    let own = day <= 31 ? 0 : day <= 59 ? 1 : 2
    return Int.random(in: 0..<3, using: &random) == 0
      ? Int.random(in: own...2, using: &random) : own
  }

  private mutating func item() -> String { Bool.random(using: &random) ? "A" : "B" }

  private mutating func money(_ cents: ClosedRange<Int>) -> String {
    let amount = Int.random(in: cents, using: &random)
    return "\(amount / 100).\(amount % 100 < 10 ? "0" : "")\(amount % 100)"
  }

  private func date(_ day: Int) -> String {
    let (month, first) = day <= 31 ? (1, 0) : day <= 59 ? (2, 31) : (3, 59)
    return "2026-0\(month)-\(day - first < 10 ? "0" : "")\(day - first)"
  }
}
