/// A family of items: variants of one product that share cost, method and demand.
struct ItemFamily {
  let code: String
  let name: String
  let category: String
  let method: String
  /// Cost per unit in hundredths of the company's currency.
  let cost: Int64
  /// Units a month and variant at scale 1.
  let monthly: Int
  /// Units on a typical order line.
  let perLine: Int
  let variants: [String]
  /// Position of the supplier in the profile's list; `nil` for what is made.
  let supplier: Int?
  /// Months of the year that sell best: 1 winter, 2 summer, 0 all.
  var season = 0
  var unit = "EA"
  /// Component families with thousandths of a unit each.
  var components: [(code: String, quantity: Int64)] = []
  /// Hours to cut and to sew one, in hundredths.
  var hours: (cut: Int64, sew: Int64) = (0, 0)
  var isSold = true
}

/// What the two companies sell, buy and make.
enum Catalogue {
  static let sizes = ["XS", "S", "M", "L", "XL", "XXL"]
  static let shoes = ["EU 38", "EU 39", "EU 40", "EU 41", "EU 42", "EU 43", "EU 44", "EU 45"]

  static let alpin: [ItemFamily] =
    hardware + ropes + camping + clothing + made + components + [
      ItemFamily(
        code: "BOT", name: "Steel bottle", category: "Accessories", method: "moving_average",
        cost: 780, monthly: 95, perLine: 10,
        variants: ["0.5 l", "0.75 l", "1.0 l", "Thermo 0.7 l"],
        supplier: 4)
    ]

  private static let hardware: [ItemFamily] = [
    ItemFamily(
      code: "CAR", name: "Carabiner", category: "Climbing hardware", method: "moving_average",
      cost: 420, monthly: 240, perLine: 20,
      variants: ["Oval", "HMS Screw", "HMS Twistlock", "D Wiregate", "D Straight", "Mini"],
      supplier: 0),
    ItemFamily(
      code: "QDR", name: "Quickdraw", category: "Climbing hardware", method: "moving_average",
      cost: 910, monthly: 110, perLine: 10,
      variants: ["10 cm", "12 cm", "17 cm", "25 cm", "Alpine 60 cm"], supplier: 0),
    ItemFamily(
      code: "BEL", name: "Belay device", category: "Climbing hardware", method: "moving_average",
      cost: 1_750, monthly: 56, perLine: 6, variants: ["Tube", "Guide", "Assist", "Figure 8"],
      supplier: 3),
    ItemFamily(
      code: "ICE", name: "Ice tool", category: "Winter", method: "fifo", cost: 6_200, monthly: 20,
      perLine: 3, variants: ["Classic 50 cm", "Classic 60 cm", "Steep", "Crampon 12"], supplier: 0,
      season: 1),
    ItemFamily(
      code: "HEL", name: "Helmet", category: "Climbing hardware", method: "fifo", cost: 3_100,
      monthly: 52, perLine: 5,
      variants: ["Stone S", "Stone M", "Stone L", "Feather M", "Feather L"], supplier: 1),
    ItemFamily(
      code: "HAR", name: "Harness", category: "Climbing hardware", method: "fifo", cost: 3_800,
      monthly: 46, perLine: 5, variants: ["Sport S", "Sport M", "Sport L", "Alpine M", "Junior"],
      supplier: 1),
    ItemFamily(
      code: "LMP", name: "Headlamp", category: "Accessories", method: "moving_average",
      cost: 1_820, monthly: 84, perLine: 8, variants: ["200 lm", "350 lm", "500 lm", "Run 300 lm"],
      supplier: 5, season: 1),
  ]

  private static let ropes: [ItemFamily] = [
    ItemFamily(
      code: "ROP", name: "Climbing rope", category: "Ropes and slings", method: "fifo",
      cost: 7_800, monthly: 42, perLine: 4,
      variants: [
        "9.2 mm 60 m", "9.5 mm 60 m", "9.5 mm 70 m", "9.8 mm 40 m", "9.8 mm 60 m", "Static 50 m",
      ], supplier: 2)
  ]

  private static let camping: [ItemFamily] = [
    ItemFamily(
      code: "TNT", name: "Tent", category: "Camping", method: "fifo", cost: 16_500, monthly: 19,
      perLine: 2, variants: ["Solo", "Duo", "Duo Light", "Trio", "Basecamp"], supplier: 5,
      season: 2),
    ItemFamily(
      code: "SLP", name: "Sleeping bag", category: "Camping", method: "fifo", cost: 9_600,
      monthly: 25, perLine: 3, variants: ["+8 °C", "+2 °C", "-5 °C", "-12 °C", "Junior"],
      supplier: 5, season: 2),
    ItemFamily(
      code: "MAT", name: "Sleeping mat", category: "Camping", method: "moving_average",
      cost: 4_100, monthly: 36, perLine: 4, variants: ["Foam", "Air S", "Air M", "Air L"],
      supplier: 5, season: 2),
    ItemFamily(
      code: "STV", name: "Gas stove", category: "Camping", method: "moving_average", cost: 2_700,
      monthly: 40, perLine: 4, variants: ["Compact", "Duo", "System 0.8 l", "System 1.3 l"],
      supplier: 4, season: 2),
  ]

  private static let clothing: [ItemFamily] = [
    ItemFamily(
      code: "JKT", name: "Shell jacket", category: "Clothing", method: "fifo", cost: 8_400,
      monthly: 32, perLine: 4,
      variants: ["Women S", "Women M", "Women L", "Men S", "Men M", "Men L", "Men XL", "Junior"],
      supplier: 6, season: 1),
    ItemFamily(
      code: "TRS", name: "Trekking trousers", category: "Clothing", method: "fifo", cost: 5_200,
      monthly: 27, perLine: 4,
      variants: ["Women S", "Women M", "Women L", "Men M", "Men L", "Men XL"], supplier: 6),
    ItemFamily(
      code: "BOO", name: "Mountain boot", category: "Footwear", method: "fifo", cost: 9_200,
      monthly: 27, perLine: 3, variants: shoes, supplier: 7),
  ]

  private static let made: [ItemFamily] = [
    ItemFamily(
      code: "PCK", name: "Backpack Tauern", category: "Backpacks", method: "standard", cost: 3_920,
      monthly: 54, perLine: 4, variants: ["18 l", "24 l", "32 l", "38 l", "45 l", "60 l"],
      supplier: nil,
      components: [
        ("FAB", 1_800), ("WEB", 4_500), ("BUC", 6_000), ("ZIP", 2_000), ("FOA", 1_000),
        ("THR", 60),
      ], hours: (6, 30)),
    ItemFamily(
      code: "CHB", name: "Chalk bag", category: "Backpacks", method: "standard", cost: 610,
      monthly: 80, perLine: 10, variants: ["Classic", "Boulder", "Junior"], supplier: nil,
      components: [("FAB", 250), ("WEB", 800), ("BUC", 1_000), ("THR", 15)],
      hours: (1, 4)),
    ItemFamily(
      code: "SLG", name: "Sewn sling", category: "Ropes and slings", method: "moving_average",
      cost: 330, monthly: 150, perLine: 20, variants: ["60 cm", "120 cm", "180 cm", "240 cm"],
      supplier: nil, components: [("WEB", 2_600), ("THR", 20)], hours: (1, 3)),
  ]

  /// Costs are those of the first variant; monthly demand follows from what is made of them.
  private static let components: [ItemFamily] = [
    component("FAB", "Ripstop fabric", 920, "M", ["black", "blue", "red"], 8),
    component("WEB", "Webbing 20 mm", 115, "M", ["black", "grey"], 8),
    component("BUC", "Buckle 25 mm", 85, "EA", ["ladder", "side release"], 9),
    component("ZIP", "Coil zip", 240, "M", ["black", "signal red"], 9),
    component("FOA", "Back foam", 390, "EA", ["S/M", "L/XL"], 8),
    component("THR", "Bonded thread", 1_450, "EA", ["black", "grey"], 9),
  ]

  private static func component(
    _ code: String, _ name: String, _ cost: Int64, _ unit: String, _ variants: [String],
    _ supplier: Int
  ) -> ItemFamily {
    ItemFamily(
      code: code, name: name, category: "Components", method: "moving_average", cost: cost,
      monthly: 0, perLine: 1, variants: variants, supplier: supplier, unit: unit, isSold: false)
  }

  static let summit: [ItemFamily] = [
    ItemFamily(
      code: "CAR", name: "Carabiner", category: "Climbing hardware", method: "lifo", cost: 480,
      monthly: 150, perLine: 20, variants: ["Oval", "Locker", "Twist", "Wire D", "Mini"],
      supplier: 0),
    ItemFamily(
      code: "CAM", name: "Camming device", category: "Climbing hardware", method: "lifo",
      cost: 4_300, monthly: 24, perLine: 4,
      variants: ["0.3", "0.5", "0.75", "1", "2", "3"], supplier: 0),
    ItemFamily(
      code: "ROP", name: "Climbing rope", category: "Ropes", method: "lifo", cost: 9_100,
      monthly: 22, perLine: 3,
      variants: ["9.4 mm 60 m", "9.4 mm 70 m", "9.8 mm 60 m", "10 mm 60 m", "Static 200 ft"],
      supplier: 1),
    ItemFamily(
      code: "TNT", name: "Tent", category: "Camping", method: "fifo", cost: 17_800, monthly: 11,
      perLine: 2, variants: ["1 P", "2 P", "2 P Ultralight", "3 P", "4 P", "6 P"], supplier: 4,
      season: 2),
    ItemFamily(
      code: "SLP", name: "Sleeping bag", category: "Camping", method: "fifo", cost: 10_400,
      monthly: 14, perLine: 2, variants: ["40 F", "30 F", "20 F", "0 F", "Kids", "Double"],
      supplier: 4, season: 2),
    ItemFamily(
      code: "STV", name: "Backpacking stove", category: "Camp kitchen", method: "lifo",
      cost: 3_100, monthly: 26, perLine: 4,
      variants: ["Pocket", "Canister", "Liquid fuel", "Wood", "Two burner"], supplier: 2,
      season: 2),
    ItemFamily(
      code: "CKW", name: "Cook set", category: "Camp kitchen", method: "moving_average",
      cost: 2_250, monthly: 30, perLine: 4,
      variants: ["Solo", "Duo", "Family", "Skillet 8 in", "Skillet 10 in", "Kettle"], supplier: 2),
    ItemFamily(
      code: "FLT", name: "Water filter", category: "Accessories", method: "standard", cost: 1_980,
      monthly: 44, perLine: 6, variants: ["Squeeze", "Pump", "Gravity 4 l", "Bottle"],
      supplier: 3, season: 2),
    ItemFamily(
      code: "LMP", name: "Headlamp", category: "Accessories", method: "moving_average",
      cost: 2_050, monthly: 36, perLine: 6,
      variants: ["200 lm", "300 lm", "400 lm", "600 lm", "Kids"], supplier: 4, season: 1),
    ItemFamily(
      code: "JKT", name: "Down jacket", category: "Clothing", method: "fifo", cost: 9_300,
      monthly: 14, perLine: 3,
      variants: [
        "Women S", "Women M", "Women L", "Women XL", "Men S", "Men M", "Men L", "Men XL",
      ], supplier: 5, season: 1),
    ItemFamily(
      code: "SHO", name: "Trail shoe", category: "Footwear", method: "fifo", cost: 6_400,
      monthly: 17, perLine: 3,
      variants: ["US 6", "US 7", "US 8", "US 9", "US 10", "US 11", "US 12", "US 13"], supplier: 6),
    ItemFamily(
      code: "PCK", name: "Pack", category: "Packs", method: "fifo", cost: 7_700, monthly: 16,
      perLine: 3, variants: ["20 l", "28 l", "35 l", "45 l", "55 l", "70 l"], supplier: 7),
    ItemFamily(
      code: "POL", name: "Trekking poles", category: "Accessories", method: "standard",
      cost: 3_650, monthly: 26, perLine: 4,
      variants: ["Alu", "Alu folding", "Carbon", "Carbon folding", "Kids"], supplier: 4,
      season: 2),
    ItemFamily(
      code: "BEA", name: "Bear canister", category: "Accessories", method: "standard",
      cost: 3_900, monthly: 18, perLine: 3, variants: ["7 l", "10 l", "12 l"], supplier: 3,
      season: 2),
    ItemFamily(
      code: "BOT", name: "Water bottle", category: "Accessories", method: "moving_average",
      cost: 690, monthly: 60, perLine: 10,
      variants: ["16 oz", "20 oz", "24 oz", "32 oz", "40 oz", "64 oz"], supplier: 3),
    ItemFamily(
      code: "SOX", name: "Merino socks", category: "Clothing", method: "moving_average",
      cost: 820, monthly: 70, perLine: 12,
      variants: ["Crew M", "Crew L", "Quarter M", "Quarter L"],
      supplier: 5),
  ]
}
