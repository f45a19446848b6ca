-- Purpose: what must hold of a run before it is published. Returns no row when it does.
-- Grain: one row per broken rule: its name, how many violations, one example.
-- Parameters: $1 company_id, $2 run_id (also the leaf). Order: by rule.
WITH entry_sum AS (
  SELECT l.period_id, l.entry_seq, sum(l.debit_base_minor) - sum(l.credit_base_minor) AS base,
    sum(l.debit_minor) - sum(l.credit_minor) AS own, count(DISTINCT l.currency) AS currencies
  FROM core.journal_line l
  WHERE l.company_id = $1 AND l.run_id = $2 AND l.leaf = $2
  GROUP BY l.period_id, l.entry_seq
), line_sum AS (
  SELECT l.period_id, l.account_id, l.currency, sum(l.debit_base_minor) AS debit_base,
    sum(l.credit_base_minor) AS credit_base, sum(l.debit_minor) AS debit,
    sum(l.credit_minor) AS credit
  FROM core.journal_line l
  WHERE l.company_id = $1 AND l.run_id = $2 AND l.leaf = $2
  GROUP BY l.period_id, l.account_id, l.currency
), balance AS (
  SELECT b.* FROM core.trial_balance b
  WHERE b.company_id = $1 AND b.run_id = $2 AND b.leaf = $2
), seen AS (
  -- The trial balance as published after this run: its own periods, else the standing ones.
  SELECT p.fiscal_year, p.first_day, p.end_day, b.account_id, b.currency, b.opening_base_minor,
    b.closing_base_minor, b.opening_minor, b.closing_minor
  FROM core.period p
  JOIN core.trial_balance b ON b.company_id = p.company_id AND b.period_id = p.period_id
  LEFT JOIN core.current_run c ON c.company_id = p.company_id AND c.period_id = p.period_id
  WHERE p.company_id = $1 AND CASE
    WHEN EXISTS (SELECT FROM core.leaf x WHERE x.run_id = $2 AND x.period_id = p.period_id
      AND x.fact = 'trial_balance')
    THEN b.run_id = $2 AND b.leaf = $2 ELSE b.run_id = c.run_id AND b.leaf = c.leaf END
), spanned AS (
  SELECT p.fiscal_year, p.first_day, p.end_day, n.fiscal_year AS next_year
  FROM core.period p
  JOIN core.period n ON n.company_id = p.company_id AND n.first_day = p.end_day
  WHERE p.company_id = $1 AND EXISTS (SELECT FROM seen s WHERE s.first_day = p.first_day)
    AND EXISTS (SELECT FROM seen s WHERE s.first_day = n.first_day)
), certified AS (
  -- Certificates as published after this run, as above; only periods that have them.
  SELECT p.period_id, p.first_day, p.end_day, f.item_id, coalesce(f.location_id, -1) AS place,
    coalesce(f.lot, '') AS lot, f.owner, sum(f.opening_quantity_micros) AS opening_quantity,
    sum(f.opening_base_minor) AS opening, sum(f.closing_quantity_micros) AS closing_quantity,
    sum(f.closing_base_minor) AS closing
  FROM core.period p
  JOIN core.pool_certificate f ON f.company_id = p.company_id AND f.period_id = p.period_id
  LEFT JOIN core.current_run c ON c.company_id = p.company_id AND c.period_id = p.period_id
  WHERE p.company_id = $1 AND CASE
    WHEN EXISTS (SELECT FROM core.leaf x WHERE x.run_id = $2 AND x.period_id = p.period_id
      AND x.fact = 'pool_certificate')
    THEN f.run_id = $2 AND f.leaf = $2 ELSE f.run_id = c.run_id AND f.leaf = c.leaf END
  GROUP BY p.period_id, p.first_day, p.end_day, f.item_id, coalesce(f.location_id, -1),
    coalesce(f.lot, ''), f.owner
), fate AS (
  SELECT t.stream, coalesce(t.currency, '') AS currency, t.fate = 'read' AS is_read,
    t.row_count, t.unreadable_count, t.quantity, t.amount
  FROM core.stream_tally t
  WHERE t.company_id = $1 AND t.run_id = $2 AND t.leaf = $2
), broken(rule, example) AS (
  SELECT 'debits equal credits in every entry', format('entry %s: %s', s.entry_seq, s.base)
  FROM entry_sum s WHERE s.base IS DISTINCT FROM 0
  UNION ALL
  SELECT 'debits equal credits in the entry''s own currency',
    format('entry %s: %s', s.entry_seq, s.own)
  FROM entry_sum s WHERE s.currencies = 1 AND s.own IS DISTINCT FROM 0
  UNION ALL
  SELECT 'every line has its entry', format('entry %s', s.entry_seq)
  FROM entry_sum s WHERE NOT EXISTS (
    SELECT FROM core.journal_entry e WHERE e.company_id = $1 AND e.run_id = $2 AND e.leaf = $2
      AND e.period_id = s.period_id AND e.seq = s.entry_seq)
  UNION ALL
  SELECT 'every entry has lines', format('entry %s', e.seq)
  FROM core.journal_entry e
  WHERE e.company_id = $1 AND e.run_id = $2 AND e.leaf = $2 AND NOT EXISTS (
    SELECT FROM entry_sum s WHERE s.period_id = e.period_id AND s.entry_seq = e.seq)
  UNION ALL
  SELECT 'every entry lies in its period', format('entry %s of %s', e.seq, e.date)
  FROM core.journal_entry e
  JOIN core.period p ON p.company_id = $1 AND p.period_id = e.period_id
  WHERE e.company_id = $1 AND e.run_id = $2 AND e.leaf = $2
    AND (e.date < p.first_day OR e.date >= p.end_day)
  UNION ALL
  SELECT 'entry numbers are not repeated', format('%s %s', e.journal, e.number)
  FROM core.journal_entry e
  JOIN core.period p ON p.company_id = $1 AND p.period_id = e.period_id
  WHERE e.company_id = $1 AND e.run_id = $2 AND e.leaf = $2 AND e.number IS NOT NULL
  GROUP BY p.fiscal_year, e.journal, e.number HAVING count(*) > 1
  UNION ALL
  SELECT 'an entry shows the number it was given', format('%s %s', e.reference, e.number)
  FROM core.journal_entry e
  LEFT JOIN core.entry_number n ON n.company_id = $1 AND n.number = e.number
  WHERE e.company_id = $1 AND e.run_id = $2 AND e.leaf = $2 AND e.number IS NOT NULL
    AND '~' || upper(lpad(to_hex(n.reference), 16, '0')) IS DISTINCT FROM e.reference
  UNION ALL
  SELECT 'numbers of a journal and year have no gap', format('%s %s', n.journal, n.fiscal_year)
  FROM core.entry_number n
  JOIN (SELECT DISTINCT x.journal, x.fiscal_year FROM core.entry_number x
    WHERE x.company_id = $1 AND x.run_id = $2) g USING (journal, fiscal_year)
  WHERE n.company_id = $1
  GROUP BY n.journal, n.fiscal_year HAVING count(*) IS DISTINCT FROM max(n.sequence)
  UNION ALL
  SELECT 'the trial balance is the sum of the lines',
    format('account %s in %s', coalesce(b.account_id, s.account_id),
      coalesce(b.currency, s.currency))
  FROM balance b
  FULL JOIN line_sum s ON s.period_id = b.period_id AND s.account_id = b.account_id
    AND s.currency = b.currency
  WHERE (coalesce(b.debit_base_minor, 0), coalesce(b.credit_base_minor, 0),
      coalesce(b.debit_minor, 0), coalesce(b.credit_minor, 0)) IS DISTINCT FROM
    (coalesce(s.debit_base, 0), coalesce(s.credit_base, 0),
      coalesce(s.debit, 0), coalesce(s.credit, 0))
  UNION ALL
  SELECT 'the trial balance adds up to zero', format('period %s: %s', b.period_id,
    sum(b.closing_base_minor))
  FROM balance b GROUP BY b.period_id HAVING sum(b.closing_base_minor) IS DISTINCT FROM 0
  UNION ALL
  SELECT 'opening equals the closing before', format('account %s in %s from %s',
    coalesce(o.account_id, z.account_id), coalesce(o.currency, z.currency), s.end_day)
  FROM spanned s
  JOIN LATERAL (SELECT x.* FROM seen x WHERE x.first_day = s.first_day) z ON true
  FULL JOIN (SELECT x.*, y.end_day AS joined FROM seen x
    JOIN spanned y ON y.end_day = x.first_day) o
    ON o.joined = s.end_day AND o.account_id = z.account_id AND o.currency = z.currency
  LEFT JOIN core.account a ON a.company_id = $1
    AND a.account_id = coalesce(o.account_id, z.account_id)
  WHERE (coalesce(o.fiscal_year, s.next_year) = coalesce(z.fiscal_year, (
      SELECT y.fiscal_year FROM spanned y WHERE y.end_day = o.joined))
      OR a.class IN ('asset', 'liability'))
    AND (coalesce(o.opening_base_minor, 0), coalesce(o.opening_minor, 0)) IS DISTINCT FROM
      (coalesce(z.closing_base_minor, 0), coalesce(z.closing_minor, 0))
  UNION ALL
  SELECT 'every row read has one fate', format('%s: %s read, %s with a fate', f.stream,
    coalesce(sum(f.row_count) FILTER (WHERE f.is_read), 0),
    coalesce(sum(f.row_count) FILTER (WHERE NOT f.is_read), 0))
  FROM fate f GROUP BY f.stream
  HAVING coalesce(sum(f.row_count) FILTER (WHERE f.is_read), 0)
      <> coalesce(sum(f.row_count) FILTER (WHERE NOT f.is_read), 0)
    OR coalesce(sum(f.unreadable_count) FILTER (WHERE f.is_read), 0)
      <> coalesce(sum(f.unreadable_count) FILTER (WHERE NOT f.is_read), 0)
    OR coalesce(sum(f.quantity) FILTER (WHERE f.is_read), 0)
      <> coalesce(sum(f.quantity) FILTER (WHERE NOT f.is_read), 0)
  UNION ALL
  SELECT 'every amount read has one fate', format('%s %s: %s read, %s with a fate', f.stream,
    f.currency, coalesce(sum(f.amount) FILTER (WHERE f.is_read), 0),
    coalesce(sum(f.amount) FILTER (WHERE NOT f.is_read), 0))
  FROM fate f GROUP BY f.stream, f.currency
  HAVING coalesce(sum(f.amount) FILTER (WHERE f.is_read), 0)
      <> coalesce(sum(f.amount) FILTER (WHERE NOT f.is_read), 0)
  UNION ALL
  SELECT 'every account of a balance is known', format('account %s', b.account_id)
  FROM balance b WHERE NOT EXISTS (
    SELECT FROM core.account a WHERE a.company_id = $1 AND a.account_id = b.account_id)
  UNION ALL
  SELECT 'every item of a movement is known', format('item %s', m.item_id)
  FROM core.stock_ledger m
  WHERE m.company_id = $1 AND m.run_id = $2 AND m.leaf = $2 AND NOT EXISTS (
    SELECT FROM core.item i WHERE i.company_id = $1 AND i.item_id = m.item_id)
  UNION ALL
  SELECT 'every item of a layer is known', format('item %s', m.item_id)
  FROM core.cost_layer m
  WHERE m.company_id = $1 AND m.run_id = $2 AND m.leaf = $2 AND NOT EXISTS (
    SELECT FROM core.item i WHERE i.company_id = $1 AND i.item_id = m.item_id)
  UNION ALL
  SELECT 'a certificate closes with the layers of its item', format('item %s in period %s: %s',
    coalesce(c.item_id, l.item_id), coalesce(c.period_id, l.period_id),
    coalesce(c.value, 0) - coalesce(l.value, 0))
  FROM (SELECT f.period_id, f.item_id, sum(f.closing_quantity_micros) AS quantity,
      sum(f.closing_base_minor) AS value
    FROM core.pool_certificate f WHERE f.company_id = $1 AND f.run_id = $2 AND f.leaf = $2
    GROUP BY f.period_id, f.item_id) c
  FULL JOIN (SELECT l.period_id, l.item_id, sum(l.quantity_left_micros) AS quantity,
      sum(l.value_left_base_minor) AS value
    FROM core.cost_layer l WHERE l.company_id = $1 AND l.run_id = $2 AND l.leaf = $2
      AND EXISTS (SELECT FROM core.leaf x WHERE x.run_id = $2 AND x.period_id = l.period_id
        AND x.fact = 'pool_certificate')
    GROUP BY l.period_id, l.item_id) l ON l.period_id = c.period_id AND l.item_id = c.item_id
  WHERE (coalesce(c.quantity, 0), coalesce(c.value, 0)) IS DISTINCT FROM
    (coalesce(l.quantity, 0), coalesce(l.value, 0))
  UNION ALL
  SELECT 'a certificate opens as the one before closed', format('item %s from %s: %s',
    coalesce(n.item_id, z.item_id), coalesce(n.first_day, z.end_day),
    coalesce(n.opening, 0) - coalesce(z.closing, 0))
  FROM (SELECT c.* FROM certified c WHERE EXISTS (
    SELECT FROM certified y WHERE y.first_day = c.end_day)) z
  FULL JOIN (SELECT c.* FROM certified c WHERE EXISTS (
    SELECT FROM certified y WHERE y.end_day = c.first_day)) n
    ON n.first_day = z.end_day AND n.item_id = z.item_id AND n.place = z.place AND n.lot = z.lot
      AND n.owner = z.owner
  WHERE (coalesce(n.opening_quantity, 0), coalesce(n.opening, 0)) IS DISTINCT FROM
    (coalesce(z.closing_quantity, 0), coalesce(z.closing, 0))
  UNION ALL
  SELECT 'every movement''s entry exists', format('movement %s', m.seq)
  FROM core.stock_ledger m
  WHERE m.company_id = $1 AND m.run_id = $2 AND m.leaf = $2 AND m.entry_seq IS NOT NULL
    AND NOT EXISTS (SELECT FROM core.journal_entry e WHERE e.company_id = $1 AND e.run_id = $2
      AND e.leaf = $2 AND e.seq = m.entry_seq)
  UNION ALL
  SELECT 'the buckets of an item add up to its residual', format('item %s', o.seq)
  FROM core.open_item o
  LEFT JOIN (SELECT a.period_id, a.item_seq, sum(a.residual_minor) AS own,
      sum(a.residual_base_minor) AS base
    FROM core.ageing a WHERE a.company_id = $1 AND a.run_id = $2 AND a.leaf = $2
    GROUP BY a.period_id, a.item_seq) a ON a.period_id = o.period_id AND a.item_seq = o.seq
  WHERE o.company_id = $1 AND o.run_id = $2 AND o.leaf = $2
    AND EXISTS (SELECT FROM core.leaf x WHERE x.run_id = $2 AND x.period_id = o.period_id
      AND x.fact = 'ageing')
    AND (coalesce(a.own, 0), coalesce(a.base, 0)) IS DISTINCT FROM
      (o.residual_minor, o.residual_base_minor)
  UNION ALL
  SELECT 'every bucket is one of its ageing''s columns', format('item %s: %s', a.item_seq, a.bucket_name)
  FROM core.ageing a
  WHERE a.company_id = $1 AND a.run_id = $2 AND a.leaf = $2
    AND EXISTS (SELECT FROM core.leaf x WHERE x.run_id = $2 AND x.period_id = a.period_id
      AND x.fact = 'ageing_bucket')
    AND NOT EXISTS (SELECT FROM core.ageing_bucket b WHERE b.company_id = $1 AND b.run_id = $2
      AND b.leaf = $2 AND b.period_id = a.period_id AND b.bucket = a.bucket
      AND b.name = a.bucket_name)
)
SELECT b.rule, count(*) AS violations, min(b.example) AS example
FROM broken b GROUP BY b.rule ORDER BY b.rule
