-- Products. Made goods with a standard cost are costed at standard, resale goods that are bought
-- by FIFO, bought parts without a standard by moving average.
SELECT p.productid AS item_key, p.productnumber AS number, p.name, 'stock' AS kind,
       coalesce(c.name || ' / ' || s.name, CASE WHEN p.makeflag THEN 'Made parts' ELSE 'Bought parts' END) AS category,
       'EA' AS unit,
       CASE WHEN p.standardcost > 0 AND p.makeflag THEN 'standard'
            WHEN p.standardcost > 0 THEN 'fifo'
            ELSE 'moving_average' END AS costing_method,
       p.makeflag AS is_made,
       p.sellenddate IS NULL AND p.discontinueddate IS NULL AS is_active
  FROM aw.product p
  LEFT JOIN aw.productsubcategory s ON s.productsubcategoryid = p.productsubcategoryid
  LEFT JOIN aw.productcategory c ON c.productcategoryid = s.productcategoryid
