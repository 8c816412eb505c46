-- A prison's term says who wrote it and why, and whether the day it begins has come.
ALTER TABLE prison_term ADD COLUMN closed BIGINT NOT NULL DEFAULT 0;   -- 1: from this day on it is closed
ALTER TABLE prison_term ADD COLUMN in_force BIGINT NOT NULL DEFAULT 1; -- 0 until its day has come and it was taken over
ALTER TABLE prison_term ADD COLUMN reason TEXT NOT NULL DEFAULT '';    -- empty where it came with the shipped list
ALTER TABLE prison_term ADD COLUMN by_name TEXT NOT NULL DEFAULT '';
ALTER TABLE prison_term ADD COLUMN at BIGINT;                          -- when it was written
CREATE INDEX prison_term_waiting ON prison_term (valid_from) WHERE in_force = 0;

-- The second file of a batch, with the earlier stays of those in the first.
ALTER TABLE import_batch ADD COLUMN stays_name TEXT NOT NULL DEFAULT '';
ALTER TABLE import_batch ADD COLUMN stays_hash BLOB;

-- Which line of which file a stay in custody came from.
CREATE TABLE import_stay (
  custody BLOB PRIMARY KEY REFERENCES custody (id),
  batch BLOB NOT NULL REFERENCES import_batch (id),
  part TEXT NOT NULL,                   -- people stays: which of the batch's two files
  line BIGINT NOT NULL
) STRICT;
CREATE INDEX import_stay_batch ON import_stay (batch, line);

-- The files that somebody is checking before they come in: one set for each user, so that they need not be
-- chosen again for every look. Gone once they came in, and a day after they were sent.
CREATE TABLE import_draft (
  by_user BLOB PRIMARY KEY,
  file_name TEXT NOT NULL,
  bytes BLOB NOT NULL,
  stays_name TEXT NOT NULL,             -- empty without a second file
  stays_bytes BLOB NOT NULL,
  at BIGINT NOT NULL
) STRICT;
