-- Units of measure; all companies share them and no item has units of its own.
SELECT u.unit_code AS unit, u.name, u.factor, u.base_unit, u.decimals
  FROM core.unit u
