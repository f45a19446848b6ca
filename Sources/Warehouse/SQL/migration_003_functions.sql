-- Purpose: leaf DDL and state changes, run as nightclose_owner by a loader that has no DDL.
-- Errors: NC076 fenced · NC065 the state does not allow it.
CREATE FUNCTION core.guard_table(target regclass) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY by_company ON %s USING (company_id = ANY (ARRAY(
    SELECT v.company_id FROM core.visible_company v)))', target);
  EXECUTE format('GRANT SELECT ON %s TO nightclose_loader, nightclose_reader, nightclose_backup',
    target);
END
$$;
COMMENT ON FUNCTION core.guard_table IS 'Row security by company, and who may read at all.';

CREATE FUNCTION core.require_lease(p_company int4, p_epoch int8) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  present int8;
BEGIN
  SELECT c.epoch INTO present FROM core.company c WHERE c.company_id = p_company FOR UPDATE;
  IF present IS DISTINCT FROM p_epoch THEN
    RAISE EXCEPTION 'epoch % is over, the company is at epoch %', p_epoch, present
      USING ERRCODE = 'NC076';
  END IF;
END
$$;
COMMENT ON FUNCTION core.require_lease IS
  'Locks the company''s row until the transaction ends; fails for a holder that was succeeded.';

CREATE FUNCTION core.take_lease(p_company int4) RETURNS int8
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE core.company SET epoch = epoch + 1 WHERE company_id = p_company RETURNING epoch
$$;

CREATE FUNCTION core.prepare_period(p_period int4) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  fact record;
  part text;
  closed text;
BEGIN
  PERFORM pg_catalog.pg_advisory_xact_lock(1852007523, p_period);
  FOR fact IN SELECT f.name, f.key_columns FROM core.fact f ORDER BY f.name LOOP
    part := format('%s_p%s', fact.name, p_period);
    closed := part || '_closed';
    CONTINUE WHEN to_regclass(format('core.%I', part)) IS NOT NULL;
    EXECUTE format('CREATE TABLE core.%I (LIKE core.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)
      PARTITION BY LIST (leaf)', part, fact.name);
    EXECUTE format('CREATE TABLE core.%I (LIKE core.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS,
      PRIMARY KEY (company_id, run_id, %s), CHECK (leaf = 0))', closed, part, fact.key_columns);
    EXECUTE format('ALTER TABLE core.%I ATTACH PARTITION core.%I FOR VALUES IN (0)', part, closed);
    EXECUTE format('ALTER TABLE core.%I ATTACH PARTITION core.%I FOR VALUES IN (%s)',
      fact.name, part, p_period);
    PERFORM core.guard_table(format('core.%I', part)::regclass);
    PERFORM core.guard_table(format('core.%I', closed)::regclass);
  END LOOP;
END
$$;
COMMENT ON FUNCTION core.prepare_period IS
  'Makes a period''s partition of every fact, and its leaf 0 for what is closed.';

CREATE FUNCTION core.leaf_name(p_fact text, p_period int4, p_run int4) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT p_fact || '_p' || p_period || '_r' || p_run
$$;

CREATE FUNCTION core.create_leaf(p_fact text, p_period int4, p_run int4) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  company int4;
  name text := core.leaf_name(p_fact, p_period, p_run);
BEGIN
  SELECT r.company_id INTO company FROM core.run r WHERE r.run_id = p_run AND r.state = 'running';
  IF company IS NULL THEN
    RAISE EXCEPTION 'run % is not running', p_run USING ERRCODE = 'NC065';
  END IF;
  -- The reference to core.fact keeps any other name from becoming DDL.
  INSERT INTO core.leaf (run_id, fact, period_id) VALUES (p_run, p_fact, p_period);
  EXECUTE format('CREATE TABLE staging.%I (LIKE core.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS,
    CHECK (period_id = %s), CHECK (leaf = %s), CHECK (run_id = %s AND company_id = %s))',
    name, p_fact, p_period, p_run, p_run, company);
  EXECUTE format('GRANT INSERT, SELECT ON staging.%I TO nightclose_loader', name);
  RETURN name;
END
$$;
COMMENT ON FUNCTION core.create_leaf IS
  'An empty leaf for one run, fact and period; its CHECKs imply its later partition bounds.';

CREATE FUNCTION core.finish_leaf(p_fact text, p_period int4, p_run int4, p_rows int8)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  name text := core.leaf_name(p_fact, p_period, p_run);
  fact core.fact;
BEGIN
  SELECT f.* INTO STRICT fact FROM core.fact f WHERE f.name = p_fact;
  UPDATE core.leaf l SET row_count = p_rows, state = 'staged'
  WHERE l.run_id = p_run AND l.fact = p_fact AND l.period_id = p_period AND l.state = 'building';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'leaf % is not being built', name USING ERRCODE = 'NC065';
  END IF;
  EXECUTE format('ALTER TABLE staging.%I ADD PRIMARY KEY (%s)', name, fact.key_columns);
  IF fact.index_columns IS NOT NULL THEN
    EXECUTE format('CREATE INDEX ON staging.%I (%s)', name, fact.index_columns);
  END IF;
  EXECUTE format('REVOKE INSERT ON staging.%I FROM nightclose_loader', name);
  PERFORM core.guard_table(format('staging.%I', name)::regclass);
  EXECUTE format('ANALYZE staging.%I', name);
END
$$;
COMMENT ON FUNCTION core.finish_leaf IS
  'Indexes a filled leaf, takes the loader''s right to write and puts it under row security.';

CREATE FUNCTION core.attach_leaves(p_company int4, p_epoch int8, p_run int4) RETURNS int8
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  leaf record;
  attached int8 := 0;
BEGIN
  PERFORM core.require_lease(p_company, p_epoch);
  PERFORM FROM core.run r WHERE r.run_id = p_run AND r.company_id = p_company
    AND r.epoch = p_epoch AND r.state = 'running';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'run % is not running in epoch %', p_run, p_epoch USING ERRCODE = 'NC076';
  END IF;
  -- One order for all publishers: they cannot lock each other out.
  FOR leaf IN SELECT l.fact, l.period_id, l.state, p.state AS period_state FROM core.leaf l
    LEFT JOIN core.period p ON p.company_id = p_company AND p.period_id = l.period_id
    WHERE l.run_id = p_run AND l.state <> 'attached' ORDER BY l.fact, l.period_id
  LOOP
    IF leaf.state <> 'staged' OR leaf.period_state IS NULL OR leaf.period_state = 'closed' THEN
      RAISE EXCEPTION 'leaf % is % and its period is %',
        core.leaf_name(leaf.fact, leaf.period_id, p_run), leaf.state,
        coalesce(leaf.period_state, 'unknown') USING ERRCODE = 'NC065';
    END IF;
    EXECUTE format('ALTER TABLE core.%I ATTACH PARTITION staging.%I FOR VALUES IN (%s)',
      format('%s_p%s', leaf.fact, leaf.period_id),
      core.leaf_name(leaf.fact, leaf.period_id, p_run), p_run);
    attached := attached + 1;
  END LOOP;
  UPDATE core.leaf l SET state = 'attached' WHERE l.run_id = p_run;
  RETURN attached;
END
$$;
COMMENT ON FUNCTION core.attach_leaves IS
  'Attaches the leaves of a run; readers see nothing of it until current_run points there.';

CREATE FUNCTION core.freeze_period(p_company int4, p_epoch int8, p_period int4, p_run int4)
RETURNS int8 LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  fact record;
  source core.current_run;
  columns text;
  copied int8;
  total int8 := 0;
BEGIN
  PERFORM core.require_lease(p_company, p_epoch);
  SELECT c.* INTO source FROM core.current_run c
  WHERE c.company_id = p_company AND c.period_id = p_period FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'period % has no published figures', p_period USING ERRCODE = 'NC065';
  END IF;
  FOR fact IN SELECT f.name FROM core.fact f ORDER BY f.name LOOP
    SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO STRICT columns
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = format('core.%I', fact.name)::regclass AND a.attnum > 0
      AND NOT a.attisdropped AND a.attname NOT IN ('company_id', 'period_id', 'leaf', 'run_id');
    EXECUTE format('INSERT INTO core.%I (company_id, period_id, leaf, run_id, %s)
      SELECT company_id, period_id, 0, $1, %s FROM core.%I
      WHERE company_id = $2 AND period_id = $3 AND leaf = $4 AND run_id = $5',
      fact.name, columns, columns, fact.name)
    USING p_run, p_company, p_period, source.leaf, source.run_id;
    GET DIAGNOSTICS copied = ROW_COUNT;
    total := total + copied;
  END LOOP;
  UPDATE core.current_run SET run_id = p_run, leaf = 0, epoch = p_epoch
  WHERE company_id = p_company AND period_id = p_period;
  RETURN total;
END
$$;
COMMENT ON FUNCTION core.freeze_period IS
  'Copies the published rows of a period into leaf 0, where nothing changes them any more.';

CREATE FUNCTION core.collect_run(p_run int4) RETURNS int8
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  leaf record;
  dropped int8 := 0;
BEGIN
  -- Readers hold this lock shared while they read the run: 1852007524 is their lock space.
  IF NOT pg_catalog.pg_try_advisory_xact_lock(1852007524, p_run) THEN
    RETURN -1;
  END IF;
  PERFORM FROM core.run r WHERE r.run_id = p_run FOR UPDATE;
  IF EXISTS (SELECT FROM core.run r WHERE r.run_id = p_run AND r.state = 'running')
    OR EXISTS (SELECT FROM core.current_run c WHERE c.run_id = p_run AND c.leaf = p_run) THEN
    RETURN -1;
  END IF;
  FOR leaf IN SELECT l.fact, l.period_id, l.state FROM core.leaf l
    WHERE l.run_id = p_run ORDER BY l.fact, l.period_id
  LOOP
    IF leaf.state = 'attached' THEN
      EXECUTE format('ALTER TABLE core.%I DETACH PARTITION staging.%I',
        format('%s_p%s', leaf.fact, leaf.period_id),
        core.leaf_name(leaf.fact, leaf.period_id, p_run));
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS staging.%I',
      core.leaf_name(leaf.fact, leaf.period_id, p_run));
    dropped := dropped + 1;
  END LOOP;
  DELETE FROM core.leaf l WHERE l.run_id = p_run;
  RETURN dropped;
END
$$;
COMMENT ON FUNCTION core.collect_run IS
  'Drops the leaves of a run that no pointer names; -1 when it is read, pointed at or running.';

DO $guard$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT f.name FROM core.fact f
    UNION ALL VALUES ('account'), ('item'), ('partner'), ('location'), ('current_run'), ('period'),
      ('run'), ('observation'), ('audit_chain')
  LOOP
    PERFORM core.guard_table(format('core.%I', name)::regclass);
  END LOOP;
END
$guard$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA core FROM PUBLIC;
GRANT USAGE ON SCHEMA core, staging TO nightclose_loader, nightclose_reader, nightclose_backup;
GRANT USAGE ON SCHEMA analytics TO nightclose_loader, nightclose_reader, nightclose_backup;
GRANT SELECT ON core.currency, core.company, core.visible_company, core.schema_version
  TO nightclose_loader, nightclose_reader, nightclose_backup;
GRANT SELECT ON core.fact, core.key_map, core.run_step, core.leaf
  TO nightclose_loader, nightclose_backup;
GRANT SELECT ON core.membership TO nightclose_backup;
GRANT INSERT ON core.company, core.currency, core.key_map, core.run, core.run_step, core.period,
  core.current_run, core.audit_chain, core.observation TO nightclose_loader;
GRANT UPDATE (name) ON core.company TO nightclose_loader;
GRANT UPDATE (state, close_id, manifest_digest, exit_code, message, finished_at)
  ON core.run TO nightclose_loader;
GRANT UPDATE (state, reason, changed_at) ON core.period TO nightclose_loader;
GRANT UPDATE (run_id, leaf, epoch) ON core.current_run TO nightclose_loader;
GRANT INSERT, UPDATE ON core.account, core.item, core.partner, core.location TO nightclose_loader;
GRANT EXECUTE ON FUNCTION core.require_lease, core.take_lease, core.prepare_period,
  core.leaf_name, core.create_leaf, core.finish_leaf, core.attach_leaves, core.freeze_period,
  core.collect_run TO nightclose_loader;
