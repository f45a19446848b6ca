-- Daily rates from the dollar: the day's average and its end of day, which also serves as spot.
SELECT r.fromcurrencycode AS from_currency, r.tocurrencycode AS to_currency,
       r.currencyratedate::date AS rate_date, k.kind,
       CASE k.kind WHEN 'average' THEN r.averagerate ELSE r.endofdayrate END AS rate
  FROM aw.currencyrate r
 CROSS JOIN (VALUES ('spot'), ('closing'), ('average')) k (kind)
