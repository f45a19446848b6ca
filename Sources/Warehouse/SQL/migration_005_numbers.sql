-- Purpose: the numbers that journal entries were given for good. Run as nightclose_owner.
CREATE TABLE core.entry_number (
  company_id int4 NOT NULL REFERENCES core.company,
  journal text NOT NULL,
  fiscal_year int4 NOT NULL,
  sequence int8 NOT NULL CHECK (sequence > 0),
  reference int8 NOT NULL,
  number text NOT NULL,
  period_id int4 NOT NULL,
  run_id int4 NOT NULL REFERENCES core.run,
  PRIMARY KEY (company_id, journal, fiscal_year, sequence),
  UNIQUE (company_id, reference),
  UNIQUE (company_id, number),
  FOREIGN KEY (company_id, period_id) REFERENCES core.period
);
CREATE INDEX entry_number_period ON core.entry_number (company_id, period_id);
CREATE INDEX entry_number_run ON core.entry_number (run_id);
COMMENT ON TABLE core.entry_number IS
  'One row per number given to a journal entry. Rows are only ever added, without gaps per series.';
COMMENT ON COLUMN core.entry_number.reference IS
  'The 64 bits of the entry''s stable reference, as a signed number.';
COMMENT ON COLUMN core.entry_number.period_id IS 'The period the entry stood in when it was numbered.';

SELECT core.guard_table('core.entry_number');
GRANT INSERT ON core.entry_number TO nightclose_loader;
