/// Every stream the product knows, by group and in the order of `sources list`.
public enum StreamCatalogue {
  /// All contracts.
  public static let all: [StreamContract] = [
    .companies,
    .items,
    .itemCosts,
    .partners,
    .paymentTerms,
    .cashAccounts,
    .locations,
    .supplierItems,
    .reorderPolicies,
    .fxRates,
    .accounts,
    .boms,
    .employees,
    .departments,
    .openingBalances,
    .openingItems,
    .openingLayers,
    .stockMovements,
    .stockSnapshots,
    .reservations,
    .salesOrders,
    .salesOrderLines,
    .deliveries,
    .deliveryLines,
    .salesInvoices,
    .salesInvoiceLines,
    .creditNotes,
    .creditNoteLines,
    .purchaseOrders,
    .purchaseOrderLines,
    .goodsReceipts,
    .goodsReceiptLines,
    .purchaseBills,
    .purchaseBillLines,
    .debitNotes,
    .debitNoteLines,
    .payments,
    .applications,
    .manualJournals,
    .manualJournalLines,
    .budgets,
    .controlTotals,
    .exclusions,
  ]

  /// The contract of a name, or `nil`.
  public static func contract(named name: String) -> StreamContract? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}
