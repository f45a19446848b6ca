-- Balances by place. The extract was taken on 2014-08-12, the latest change of a balance.
SELECT i.productid AS item_key, i.locationid AS location_key, date '2014-08-12' AS counted_on,
       sum(i.quantity) AS quantity
  FROM aw.productinventory i
 GROUP BY i.productid, i.locationid
