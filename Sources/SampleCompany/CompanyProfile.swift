import AccountingValues

/// A supplier as it is set up.
struct SupplierProfile {
  let name: String
  let country: String
  let currency: String
  let leadDays: Int
  /// 1 = 30 days net, 2 = 14 days net, 3 = 60 days net, 4 = 2 % in 10 days or 30 net, 5 = parts.
  let terms: Int
}

/// Everything that makes one company of the sample what it is.
struct CompanyProfile {
  let id: Int
  let code: String
  let name: String
  let currency: String
  let country: String
  let taxID: String
  let timeZone: String
  let fiscalFirstMonth: Int
  /// Hours of UTC at which its day begins.
  let opensAt: Int64
  let numbers: NumberPrefixes
  let families: [ItemFamily]
  let suppliers: [SupplierProfile]
  let serviceSuppliers: [(name: String, account: String, monthly: Int64, dayOfMonth: Int)]
  /// Mark-up of the list price on cost in percent, and the discount dealers get off it.
  let listPercent: Int64
  let dealerDiscount: ClosedRange<Int>
  let places: [(code: String, name: String, kind: String)]
  /// Positions in `places`: where sales leave from, where is made, where the shop is.
  let workshop: Int?
  let shop: Int?
  let customers: Int
  let staff: [(title: String, department: Int, gross: Int64, count: Int)]
  let incomeTaxPercent: Int64
  let socialPercent: Int64
  let employerPercent: Int64
  /// Extra pay in June and November, as in Austria.
  let paysFourteen: Bool
  let opening: OpeningPosition
}

/// How documents are numbered.
struct NumberPrefixes {
  let quote: String
  let order: String
  let delivery: String
  let invoice: String
  let creditNote: String
  let purchaseOrder: String
  let receipt: String
  let bill: String
  let debitNote: String
}

/// Round figures the books open with, in hundredths of the company's currency.
struct OpeningPosition {
  let bank: Int64
  let dollarsOrEuros: Int64
  let pounds: Int64
  let till: Int64
  let assets: Int64
  let depreciation: Int64
  let loan: Int64
  let capital: Int64
  let taxes: Int64
  let wageTax: Int64
  let socialSecurity: Int64
}

extension CompanyProfile {
  static let alpin = CompanyProfile(
    id: 1, code: "ALPIN", name: "Alpin Ausrüstung GmbH", currency: "EUR", country: "AT",
    taxID: "ATU67241908", timeZone: "Europe/Vienna", fiscalFirstMonth: 1, opensAt: 6,
    numbers: NumberPrefixes(
      quote: "AN", order: "AB", delivery: "LS", invoice: "RE", creditNote: "GS",
      purchaseOrder: "BE", receipt: "WE", bill: "ER", debitNote: "LG"),
    families: Catalogue.alpin,
    suppliers: [
      SupplierProfile(
        name: "Ferrum Alpin S.r.l.", country: "IT", currency: "EUR", leadDays: 18, terms: 3),
      SupplierProfile(
        name: "Gurtwerk Allgäu GmbH", country: "DE", currency: "EUR", leadDays: 12, terms: 4),
      SupplierProfile(
        name: "Seilerei Mattner GmbH", country: "AT", currency: "EUR", leadDays: 10, terms: 1),
      SupplierProfile(
        name: "Peak District Metalworks Ltd", country: "GB", currency: "GBP", leadDays: 20,
        terms: 1),
      SupplierProfile(
        name: "Nordlicht Outdoor AB", country: "SE", currency: "EUR", leadDays: 15, terms: 1),
      SupplierProfile(
        name: "Formosa Camping Goods Co.", country: "TW", currency: "USD", leadDays: 38, terms: 3),
      SupplierProfile(
        name: "Confezioni Dolomiti S.p.A.", country: "IT", currency: "EUR", leadDays: 24,
        terms: 3),
      SupplierProfile(
        name: "Calzaturificio Montebelluna", country: "IT", currency: "EUR", leadDays: 21,
        terms: 1),
      SupplierProfile(
        name: "Textil Vorarlberg GmbH", country: "AT", currency: "EUR", leadDays: 8, terms: 4),
      SupplierProfile(
        name: "Beschläge Krainer KG", country: "AT", currency: "EUR", leadDays: 6, terms: 2),
    ],
    serviceSuppliers: [
      ("Immobilien Simmering KG", "6110", 980_000, 1), ("Wiener Energie GmbH", "6120", 310_000, 8),
      ("Gipfel Media OG", "6130", 520_000, 20), ("Netzwerk IT Services", "6140", 265_000, 15),
      ("Merkur Versicherung", "6160", 188_000, 3), ("Spedition Kollmann", "6180", 450_000, 27),
    ],
    listPercent: 212, dealerDiscount: 18...27,
    places: [
      ("WIEN", "Central warehouse Vienna-Simmering", "warehouse"),
      ("GRAZ", "Workshop warehouse Graz", "warehouse"), ("SHOP", "Shop Mariahilf", "store"),
    ],
    workshop: 1, shop: 2, customers: 64,
    staff: [
      ("Managing director", 1, 780_000, 1), ("Buyer", 2, 365_000, 1), ("Sales", 1, 345_000, 2),
      ("Warehouse worker", 2, 248_000, 3), ("Seamstress", 3, 236_000, 3),
      ("Shop assistant", 4, 225_000, 3), ("Accountant", 1, 372_000, 1),
    ],
    incomeTaxPercent: 17, socialPercent: 18, employerPercent: 21, paysFourteen: true,
    opening: OpeningPosition(
      bank: 38_500_000, dollarsOrEuros: 9_000_000, pounds: 2_500_000, till: 30_000,
      assets: 61_200_000, depreciation: 20_400_000, loan: 36_000_000, capital: 25_000_000,
      taxes: 4_820_000, wageTax: 760_000, socialSecurity: 1_910_000))

  static let summit = CompanyProfile(
    id: 2, code: "SUMMIT", name: "Summit Trail Supply Inc.", currency: "USD", country: "US",
    taxID: "84-3917255", timeZone: "America/Denver", fiscalFirstMonth: 7, opensAt: 14,
    numbers: NumberPrefixes(
      quote: "QT", order: "SO", delivery: "DN", invoice: "INV", creditNote: "CM",
      purchaseOrder: "PO", receipt: "GR", bill: "BI", debitNote: "DM"),
    families: Catalogue.summit,
    suppliers: [
      SupplierProfile(
        name: "Wasatch Forge LLC", country: "US", currency: "USD", leadDays: 14, terms: 1),
      SupplierProfile(
        name: "Corde Alpine SAS", country: "FR", currency: "EUR", leadDays: 26, terms: 1),
      SupplierProfile(
        name: "Cascade Camp Kitchen Inc.", country: "US", currency: "USD", leadDays: 10, terms: 4),
      SupplierProfile(
        name: "Front Range Plastics", country: "US", currency: "USD", leadDays: 8, terms: 4),
      SupplierProfile(
        name: "Formosa Camping Goods Co.", country: "TW", currency: "USD", leadDays: 40, terms: 3),
      SupplierProfile(
        name: "Blue Ridge Apparel Co.", country: "US", currency: "USD", leadDays: 21, terms: 1),
      SupplierProfile(
        name: "Saigon Footwear JSC", country: "VN", currency: "USD", leadDays: 42, terms: 3),
      SupplierProfile(
        name: "Lakeland Packs Ltd", country: "GB", currency: "GBP", leadDays: 28, terms: 1),
    ],
    serviceSuppliers: [
      ("Platte River Properties", "6110", 520_000, 1), ("Mile High Power", "6120", 118_000, 9),
      ("Basecamp Creative", "6130", 280_000, 21), ("Rocky Mountain Cloud", "6140", 142_000, 16),
      ("Continental Mutual", "6160", 96_000, 4), ("Overland Freight Lines", "6180", 300_000, 28),
    ],
    listPercent: 218, dealerDiscount: 20...30,
    places: [("DEN", "Warehouse Denver", "warehouse")],
    workshop: nil, shop: nil, customers: 42,
    staff: [
      ("General manager", 5, 740_000, 1), ("Buyer", 6, 430_000, 1), ("Sales", 5, 390_000, 2),
      ("Warehouse worker", 6, 290_000, 2), ("Bookkeeper", 5, 380_000, 1),
    ],
    incomeTaxPercent: 14, socialPercent: 8, employerPercent: 9, paysFourteen: false,
    opening: OpeningPosition(
      bank: 24_000_000, dollarsOrEuros: 3_000_000, pounds: 2_000_000, till: 0, assets: 18_500_000,
      depreciation: 6_200_000, loan: 15_000_000, capital: 20_000_000, taxes: 0, wageTax: 510_000,
      socialSecurity: 620_000))
}

/// Names of customers, made of parts so that any number of them is different.
enum CustomerNames {
  static func name(_ index: Int, _ country: String) -> String {
    country == "US" ? american(index) : european(index, country)
  }

  private static func european(_ index: Int, _ country: String) -> String {
    if country == "GB" {
      let names = ["Lakeland Climbers", "Snowdon Outfitters", "Highland Gear", "Peak & Fell"]
      return names[index % 4] + (index / 4 % 3 == 0 ? " Ltd" : " & Sons Ltd") + suffix(index / 12)
    }
    let kinds = ["Sporthaus", "Bergsport", "Alpinladen", "Outdoor Center", "Kletterhalle"]
    let owners = [
      "Huber", "Egger", "Moser", "Gruber", "Steiner", "Pichler", "Hofer", "Leitner", "Fuchs",
      "Winkler", "Brunner", "Auer", "Schwarz",
    ]
    let towns =
      country == "AT"
      ? ["Innsbruck", "Salzburg", "Graz", "Linz", "Bludenz", "Lienz", "Villach"]
      : ["München", "Bozen", "Garmisch", "Rosenheim", "Kempten", "Freiburg", "Ulm"]
    return "\(kinds[index % 5]) \(owners[index % 13]), \(towns[index % 7])" + suffix(index / 455)
  }

  private static func american(_ index: Int) -> String {
    let names = [
      "Boulder", "Moab", "Estes Park", "Aspen", "Telluride", "Jackson", "Bend", "Flagstaff",
      "Durango", "Bozeman", "Asheville",
    ]
    let kinds = ["Mountain Shop", "Outfitters", "Trailhead Supply", "Climbing Gym"]
    return "\(names[index % 11]) \(kinds[index % 4])" + suffix(index / 44)
  }

  private static func suffix(_ round: Int) -> String { round == 0 ? "" : " \(round + 1)" }
}
