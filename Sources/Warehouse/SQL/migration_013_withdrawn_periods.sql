-- Purpose: periods that a corrected calendar or go-live no longer has. Run as nightclose_owner.
CREATE FUNCTION core.withdraw_period(p_company int4, p_epoch int8, p_period int4) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  standing text;
BEGIN
  PERFORM core.require_lease(p_company, p_epoch);
  SELECT p.state INTO standing FROM core.period p
  WHERE p.company_id = p_company AND p.period_id = p_period FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF standing NOT IN ('open', 'closing') OR EXISTS (SELECT FROM core.entry_number n
    WHERE n.company_id = p_company AND n.period_id = p_period) THEN
    RAISE EXCEPTION 'period % is % or has numbered entries, it stays', p_period, standing
      USING ERRCODE = 'NC065';
  END IF;
  DELETE FROM core.current_run c WHERE c.company_id = p_company AND c.period_id = p_period;
  DELETE FROM core.period p WHERE p.company_id = p_company AND p.period_id = p_period;
END
$$;
COMMENT ON FUNCTION core.withdraw_period IS
  'Takes out a period that was never closed and whose entries have no numbers; the leaves of runs are collected as ever.';
REVOKE ALL ON FUNCTION core.withdraw_period FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.withdraw_period TO nightclose_loader;
