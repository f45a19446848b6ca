-- Purpose: filed rows say what they were worth, so that a row that changes afterwards is told with what
-- it was and by how much. Run as nightclose_owner.
ALTER TABLE core.filed_row
  ADD COLUMN day date,
  ADD COLUMN document text,
  ADD COLUMN amount text,
  ADD COLUMN currency text,
  ADD COLUMN quantity text;
COMMENT ON COLUMN core.filed_row.day IS 'The accounting date that the row stated.';
COMMENT ON COLUMN core.filed_row.document IS 'The number people know the document by.';
COMMENT ON COLUMN core.filed_row.amount IS
  'The amount that control totals sum, exactly as stated; of a document without one, of its lines.';
COMMENT ON COLUMN core.filed_row.currency IS 'The currency of the amount.';
COMMENT ON COLUMN core.filed_row.quantity IS 'The quantity that control totals sum, likewise.';
