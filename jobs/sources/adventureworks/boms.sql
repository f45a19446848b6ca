-- Bills of material, effective-dated. Rows without an assembly only mark finished goods.
SELECT b.productassemblyid AS item_key, b.componentid AS component_key,
       b.perassemblyqty AS quantity, b.startdate::date AS valid_from,
       b.enddate::date AS valid_until, b.bomlevel AS level, trim(b.unitmeasurecode) AS unit
  FROM aw.billofmaterials b
 WHERE b.productassemblyid IS NOT NULL
