-- The balances by item, which the stock ledger must reach.
SELECT 'inventory_quantity' AS name, date '2014-08-12' AS as_of, i.productid AS scope_key,
       sum(i.quantity) AS quantity
  FROM aw.productinventory i
 GROUP BY i.productid
