-- Storage and production places. Movements do not name them; only the balances do.
SELECT l.locationid AS location_key, l.locationid::text AS number, l.name,
       CASE WHEN l.costrate > 0 THEN 'production' ELSE 'warehouse' END AS kind
  FROM aw.location l
