-- Purpose: filed rows of remembered streams are kept whole, so that what changes in them can be
-- corrected. Run as nightclose_owner.
ALTER TABLE core.filed_row ADD COLUMN row text;
COMMENT ON COLUMN core.filed_row.row IS
  'The row as it was filed, as a JSON object of its columns, for streams that are remembered.';
