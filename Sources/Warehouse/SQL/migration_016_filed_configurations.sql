-- Purpose: the configuration that closed periods were filed with, so that later runs replay them by the
-- rules of then. Run as nightclose_owner.
CREATE TABLE core.filed_configuration (
  company_id int4 NOT NULL REFERENCES core.company,
  digest text NOT NULL,
  texts bytea NOT NULL,
  filed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, digest),
  CHECK (encode(sha256(texts), 'hex') = digest)
);
COMMENT ON TABLE core.filed_configuration IS
  'One row per company and configuration that a period was closed with, found by the digest of the run that closed it (core.run.configuration_digest). Rows are only ever added.';
COMMENT ON COLUMN core.filed_configuration.digest IS 'SHA-256 of the texts, as hexadecimal digits.';
COMMENT ON COLUMN core.filed_configuration.texts IS
  'Per file in the order of their paths: path, NUL, length in digits, NUL, text.';
COMMENT ON COLUMN core.filed_configuration.filed_at IS 'When a period was first closed with it.';

SELECT core.guard_table('core.filed_configuration');
GRANT INSERT ON core.filed_configuration TO nightclose_loader;
