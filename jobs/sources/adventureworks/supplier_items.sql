-- Vendor offers: list price, last price, lead time, order limits. The preferred vendor of an item
-- is one with preferred status.
SELECT v.productid AS item_key, v.businessentityid AS partner_key,
       v.standardprice AS unit_price, 'USD' AS currency, v.averageleadtime AS lead_time_days,
       v.minorderqty AS minimum_quantity, v.maxorderqty AS maximum_quantity,
       v.lastreceiptcost AS last_unit_price, v.lastreceiptdate::date AS last_received_on,
       d.preferredvendorstatus AS is_preferred
  FROM aw.productvendor v
  JOIN aw.vendor d ON d.businessentityid = v.businessentityid
 WHERE d.activeflag
