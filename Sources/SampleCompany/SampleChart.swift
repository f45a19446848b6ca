import AccountingValues

/// The accounts of the sample group.
enum SampleChart {
  /// What its chart has beyond the shipped one: its own banks and a finer split of operating
  /// expenses, as lines of `accounts.csv`.
  static let additions = """
    1101,Bank account in US dollars,asset,,bank,,11
    1102,Bank account in pounds,asset,,bank,,11
    1103,Bank account in euro,asset,,bank,,11
    4015,Management fees to group companies,income,,,,40
    6110,Rent,expense,,,,6
    6120,Energy,expense,,,,6
    6130,Marketing,expense,,,,6
    6140,Software and communication,expense,,,,6
    6150,Audit and advice,expense,,,,6
    6160,Insurance,expense,,,,6
    6170,Travel and entertainment,expense,,,,6
    6180,Outbound freight,expense,,,,6
    6190,Management fees of group companies,expense,,,,6

    """

  /// What the ERP posts to or shows, in the same form.
  private static let standard = """
    1010,Property and equipment,asset,,,,10
    1019,Accumulated depreciation,asset,credit,,,10
    1100,Cash and bank,asset,,bank,,11
    1110,Cash in tills,asset,,bank,,11
    1150,Payment provider clearing,asset,,bank,,11
    1160,Cash in transit,asset,,bank,,11
    1200,Trade receivables,asset,,receivable,,12
    1250,Input tax,asset,,tax,,12
    1300,Inventory,asset,,inventory,,13
    1310,Work in progress,asset,,,,13
    1410,Prepaid expenses,asset,,,,14
    2000,Trade payables,liability,,payable,,20
    2010,Goods received not invoiced,liability,,grni,,20
    2030,Accrued expenses,liability,,,true,20
    2100,Output tax,liability,,tax,,21
    2110,Tax settlement,liability,,tax,,21
    2130,Net wages payable,liability,,,true,21
    2150,Wage tax payable,liability,,,true,21
    2160,Social security payable,liability,,,true,21
    2220,Gift cards and stored value,liability,,,true,22
    2300,Loans,liability,,,true,23
    3000,Share capital,equity,,,,3
    3100,Retained earnings,equity,,,,3
    4000,Sales of goods,income,,,,40
    4010,Sales of services,income,,,,40
    4020,Freight and charges billed,income,,,,40
    4080,Sales returns,income,debit,,,40
    4090,Sales discounts,income,debit,,,40
    5000,Cost of goods sold,expense,,,,50
    6000,Wages and salaries,expense,,,,6
    6010,Employer contributions,expense,,,,6
    6100,Operating expenses,expense,,,,6
    6200,Bank charges,expense,,,,6
    6210,Cash over and short,expense,,,,6
    6300,Bad debts,expense,,,,6
    6400,Depreciation,expense,,,,6
    7010,Interest expense,expense,,,,7
    7100,Realised exchange differences,expense,,,,7

    """

  struct Account {
    let code: String
    let name: String
    let type: String
    let control: String?
    let isMonetary: Bool
    let parent: String?
  }

  /// The accounts of the ERP, by code.
  static let accounts: [Account] = (standard + additions).split(separator: "\n").map { line in
    let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard cells.count == 7 else { accountingFault("an account needs seven cells: \(line)") }
    return Account(
      code: cells[0], name: cells[1], type: cells[2], control: cells[4].isEmpty ? nil : cells[4],
      isMonetary: cells[5] == "true", parent: cells[6].isEmpty ? nil : cells[6])
  }.sorted { $0.code < $1.code }
}
