-- Standards from the cost history; the first one also holds before its start date. A product
-- without history keeps its product cost; a part without any cost takes its lowest supplier list
-- price as the standard that the missing-price chain falls back to.
SELECT h.productid AS item_key, 'standard' AS kind,
       CASE WHEN h.startdate = min(h.startdate) OVER (PARTITION BY h.productid)
            THEN date '2008-04-30' ELSE h.startdate::date END AS valid_from,
       h.standardcost AS unit_cost, 'USD' AS currency
  FROM aw.productcosthistory h
UNION ALL
SELECT p.productid, 'standard', date '2008-04-30', p.standardcost, 'USD'
  FROM aw.product p
 WHERE p.standardcost > 0
   AND NOT EXISTS (SELECT FROM aw.productcosthistory h WHERE h.productid = p.productid)
UNION ALL
SELECT p.productid, 'standard', date '2008-04-30', min(v.standardprice), 'USD'
  FROM aw.product p
  JOIN aw.productvendor v ON v.productid = p.productid
 WHERE p.standardcost = 0
   AND NOT EXISTS (SELECT FROM aw.productcosthistory h WHERE h.productid = p.productid)
 GROUP BY p.productid
