-- Purpose: a dry run is a run that was computed, not one that was blocked; the last day that a run
-- read events of. Run as nightclose_owner.
ALTER TABLE core.run DROP CONSTRAINT run_state_check;
ALTER TABLE core.run ADD CONSTRAINT run_state_check
  CHECK (state IN ('running', 'published', 'identical', 'computed', 'blocked', 'failed'));
-- Row security binds the owner too; here it would hide every row.
ALTER TABLE core.run NO FORCE ROW LEVEL SECURITY;
UPDATE core.run SET state = 'computed' WHERE state = 'blocked' AND exit_code = 0;
ALTER TABLE core.run FORCE ROW LEVEL SECURITY;

ALTER TABLE core.run ADD COLUMN data_through date;
COMMENT ON COLUMN core.run.data_through IS
  'The last accounting date of any event the run read; NULL where it read none. Not after as_of.';
GRANT UPDATE (data_through) ON core.run TO nightclose_loader;

CREATE OR REPLACE VIEW analytics.run WITH (security_invoker = true) AS
  SELECT c.code AS company, r.run_id, r.job, r.as_of, r.known_at, r.engine_version,
    r.configuration_digest, r.close_id, r.manifest_digest, r.state, r.exit_code, r.message,
    r.started_at, r.finished_at, r.data_through
  FROM core.run r
  JOIN core.company c ON c.company_id = r.company_id;
