-- An order is due at the reorder point; it fills up to the safety stock level, which in this
-- source lies above the reorder point.
SELECT p.productid AS item_key, 'min_max' AS policy, p.reorderpoint AS reorder_point,
       p.safetystocklevel AS maximum_quantity,
       CASE WHEN p.makeflag THEN p.daystomanufacture END AS lead_time_days
  FROM aw.product p
 WHERE p.discontinueddate IS NULL AND p.sellenddate IS NULL
