-- Purpose: the roles of a warehouse. None can log in; give them to login roles with GRANT.
-- Grain: cluster-wide; run by a role with CREATEROLE, once per cluster and again without harm.
-- nightclose_owner owns everything and runs leaf DDL through SECURITY DEFINER functions;
-- nightclose_loader writes results and has no DDL; nightclose_reader reads the analytics views;
-- nightclose_backup reads every row past row security.
DO $roles$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN SELECT * FROM (VALUES
    ('nightclose_owner', 'NOLOGIN'), ('nightclose_loader', 'NOLOGIN'),
    ('nightclose_reader', 'NOLOGIN'), ('nightclose_backup', 'NOLOGIN BYPASSRLS')
  ) v(name, attributes) LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I %s', wanted.name, wanted.attributes);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL; -- another session made it at the same moment
      END;
    END IF;
  END LOOP;
  IF NOT pg_has_role(current_user, 'nightclose_owner', 'MEMBER') THEN
    EXECUTE format('GRANT nightclose_owner TO %I', current_user);
  END IF;
  EXECUTE format('GRANT CREATE ON DATABASE %I TO nightclose_owner', current_database());
END
$roles$;
