-- Purpose: observations hold the row itself and the day it counts on, so that later runs read that day
-- from the observation and from nowhere else. Run as nightclose_owner.
ALTER TABLE core.observation ADD COLUMN posted_on date;
-- Row security binds the owner too; here it would hide every row.
ALTER TABLE core.observation NO FORCE ROW LEVEL SECURITY;
UPDATE core.observation SET posted_on = left(new_row, 10)::date
WHERE cause = 'appeared' AND new_row ~ '^\d{4}-\d\d-\d\d ';
ALTER TABLE core.observation FORCE ROW LEVEL SECURITY;
COMMENT ON COLUMN core.observation.posted_on IS
  'The day on which it counts in the books; fixed from then on.';
COMMENT ON COLUMN core.observation.old_row IS 'The row as it was, as a JSON object of its columns.';
COMMENT ON COLUMN core.observation.new_row IS 'The row as it is, as a JSON object of its columns.';

-- A row may change more than once between two as-of days; only an unchanged repetition is left out.
ALTER TABLE core.observation DROP CONSTRAINT observation_company_id_stream_key_seen_on_key;
CREATE INDEX observation_row ON core.observation (company_id, stream, key, seen_on);
