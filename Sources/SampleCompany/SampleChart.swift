/// The chart of accounts of the sample group: the shipped chart with its own banks and a finer split
/// of operating expenses.
enum SampleChart {
  /// As the product reads it: `jobs/posting/sample-accounts.csv`.
  static let csv = """
    code,name,type,normal_balance,control,monetary,group
    1,Assets,group,,,,
    10,Non-current assets,group,,,,1
    11,Cash,group,,,,1
    12,Receivables,group,,,,1
    13,Inventories,group,,,,1
    14,Prepayments and other current assets,group,,,,1
    2,Liabilities,group,,,,
    20,Trade and other payables,group,,,,2
    21,Taxes and payroll,group,,,,2
    22,Contract and customer liabilities,group,,,,2
    23,Loans,group,,,,2
    3,Equity,group,,,,
    4,Income,group,,,,
    40,Revenue,group,,,,4
    43,Other income,group,,,,4
    5,Cost of sales,group,,,,
    50,Cost of goods sold,group,,,,5
    52,Inventory differences,group,,,,5
    6,Operating expenses,group,,,,
    7,Finance result,group,,,,
    8,Income tax,group,,,,
    9,Technical accounts,group,,,,
    1010,Property and equipment,asset,,,,10
    1019,Accumulated depreciation,asset,credit,,,10
    1050,Deposits paid,asset,,,true,10
    1100,Cash and bank,asset,,bank,,11
    1101,Bank account in US dollars,asset,,bank,,11
    1102,Bank account in pounds,asset,,bank,,11
    1103,Bank account in euro,asset,,bank,,11
    1110,Cash in tills,asset,,bank,,11
    1150,Payment provider clearing,asset,,bank,,11
    1160,Cash in transit,asset,,bank,,11
    1200,Trade receivables,asset,,receivable,,12
    1209,Loss allowance on receivables,asset,credit,,,12
    1220,Unbilled receivables,asset,,,true,12
    1230,Employee advances,asset,,,true,12
    1240,Withholding tax receivable,asset,,,true,12
    1250,Input tax,asset,,tax,,12
    1300,Inventory,asset,,inventory,,13
    1309,Write-down of inventory,asset,credit,,,13
    1310,Work in progress,asset,,,,13
    1320,Landed cost clearing,asset,,,,13
    1330,Purchases not matched to receipts,asset,,,,13
    1400,Advances to suppliers,asset,,supplier_advance,,14
    1410,Prepaid expenses,asset,,,,14
    2000,Trade payables,liability,,payable,,20
    2010,Goods received not invoiced,liability,,grni,,20
    2020,Employee payables,liability,,,true,20
    2030,Accrued expenses,liability,,,true,20
    2040,Unidentified goods receipts,liability,,,,20
    2050,Payables to owners,liability,,,true,20
    2100,Output tax,liability,,tax,,21
    2110,Tax settlement,liability,,tax,,21
    2120,Withholding tax payable,liability,,,true,21
    2130,Net wages payable,liability,,,true,21
    2140,Payroll deductions,liability,,,true,21
    2150,Wage tax payable,liability,,,true,21
    2160,Social security payable,liability,,,true,21
    2200,Advances from customers,liability,,customer_advance,,22
    2210,Deposits received,liability,,,true,22
    2220,Gift cards and stored value,liability,,,true,22
    2230,Contract liabilities,liability,,,,22
    2300,Loans,liability,,,true,23
    3000,Share capital,equity,,,,3
    3100,Retained earnings,equity,,,,3
    3200,Result not yet distributed,equity,,,,3
    3300,Owner drawings,equity,debit,,,3
    3900,Opening balance equity,equity,,,,3
    4000,Sales of goods,income,,,,40
    4010,Sales of services,income,,,,40
    4015,Management fees to group companies,income,,,,40
    4020,Freight and charges billed,income,,,,40
    4080,Sales returns,income,debit,,,40
    4090,Sales discounts,income,debit,,,40
    4300,Other income,income,,,,43
    4310,Proceeds of asset disposals,income,,,,43
    5000,Cost of goods sold,expense,,,,50
    5010,Purchase price variance,expense,,,,50
    5020,Cost variance,expense,,,,50
    5030,Purchase discounts,expense,credit,,,50
    5040,Non-recoverable purchase taxes,expense,,,,50
    5050,Production variance,expense,,,,50
    5200,Stock count differences,expense,,,,52
    5210,Scrapped goods,expense,,,,52
    5220,Inventory write-downs,expense,,,,52
    5230,Standard cost revaluation,expense,,,,52
    6000,Wages and salaries,expense,,,,6
    6010,Employer contributions,expense,,,,6
    6100,Operating expenses,expense,,,,6
    6110,Rent,expense,,,,6
    6120,Energy,expense,,,,6
    6130,Marketing,expense,,,,6
    6140,Software and communication,expense,,,,6
    6150,Audit and advice,expense,,,,6
    6160,Insurance,expense,,,,6
    6170,Travel and entertainment,expense,,,,6
    6180,Outbound freight,expense,,,,6
    6190,Management fees of group companies,expense,,,,6
    6200,Bank charges,expense,,,,6
    6210,Cash over and short,expense,,,,6
    6300,Bad debts,expense,,,,6
    6400,Depreciation,expense,,,,6
    6900,Rounding differences,expense,,,,6
    7000,Interest income,income,,,,7
    7010,Interest expense,expense,,,,7
    7100,Realised exchange differences,expense,,,,7
    7110,Unrealised exchange differences,expense,,,,7
    8000,Income tax expense,expense,,,,8
    9000,Currency exchange,equity,,,,9
    9020,Other cash clearing,asset,,,true,9
    9900,Suspense,asset,,,,9

    """

  struct Account {
    let code: String
    let name: String
    let type: String
    let control: String?
    let isMonetary: Bool
    let parent: String?
  }

  /// The accounts that are posted to.
  static let accounts: [Account] = csv.split(separator: "\n").dropFirst().compactMap { line in
    let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard cells.count == 7, cells[2] != "group" else { return nil }
    return Account(
      code: cells[0], name: cells[1], type: cells[2], control: cells[4].isEmpty ? nil : cells[4],
      isMonetary: cells[5] == "true", parent: cells[6].isEmpty ? nil : cells[6])
  }
}
