-- Fixed assets.
SELECT a.fixed_asset_id AS asset_key, a.number, a.name, a.category, a.acquired_on,
       a.in_service_on, a.currency, a.cost AS cost_amount, a.residual_value AS residual_amount,
       a.method, a.life_months AS useful_life_months, a.rate_percent AS declining_percent,
       a.total_units, a.opening_depreciation, a.location_id AS location_key,
       a.department_id AS department_key, a.bill_id AS bill_key, a.disposed_on
  FROM finance.fixed_asset a
  JOIN core.company c ON c.company_id = a.company_id
 WHERE c.code = :company
