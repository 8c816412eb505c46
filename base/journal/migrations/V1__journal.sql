-- The record of everything that happened. A line is written in the transaction of the change that it
-- tells, and is never changed or removed: the triggers below refuse it.
CREATE TABLE journal (
  seq SERIAL64,                   -- in order of writing; on PostgreSQL not in order of commit
-- @postgres
  xid BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint), -- the writing transaction
-- @both
  at BIGINT NOT NULL,             -- microseconds UTC
  prison BLOB,                    -- where it happened; NULL when it belongs to no one prison
  actor BLOB,                     -- the user; NULL for a timer, an import or a failed login
  actor_name TEXT NOT NULL,       -- as shown at that time
  system TEXT NOT NULL,           -- which part of the house tells it: access, pids, shop …
  kind TEXT NOT NULL,             -- what happened: login, person.written …
  subject BLOB NOT NULL,          -- the id of the record it is about
  version BIGINT NOT NULL,        -- the record's version after the change; 0 where it has none
  body TEXT NOT NULL,             -- JSON: the record's new state, not a difference
  reason TEXT,                    -- why, where the actor must say so
  request TEXT                    -- the id of the web request, to find the log lines
) STRICT;

CREATE INDEX journal_by_subject ON journal (subject, at, seq);
CREATE INDEX journal_by_prison ON journal (prison, at, seq);
CREATE INDEX journal_by_actor ON journal (actor, at, seq);
CREATE INDEX journal_by_at ON journal (at, seq);
-- @postgres
CREATE INDEX journal_in_commit_order ON journal (xid, seq);
-- @both

-- The notary's chain over the lines: a dense position and a hash that contains all hashes before it.
CREATE TABLE seal (
  pos BIGINT NOT NULL PRIMARY KEY, -- 1, 2, 3 … without a gap
  seq BIGINT NOT NULL UNIQUE,      -- the line
  xid BIGINT NOT NULL,             -- the line's transaction; 0 on SQLite
  epoch BIGINT NOT NULL,           -- the epoch in which it was sealed; 0 on SQLite
  hash BLOB NOT NULL               -- SHA-256(hash before, canonical bytes of the line)
) STRICT;

-- The clusters that this database has lived in. Transaction ids begin anew when a dump is restored into
-- another cluster, so they order only lines written there, which are those after `after_seq`.
CREATE TABLE epoch (
  number BIGINT NOT NULL PRIMARY KEY,
  system TEXT NOT NULL,            -- the cluster's identifier
  from_seq BIGINT NOT NULL,        -- the first line that came with the dump and was not yet sealed
  after_seq BIGINT NOT NULL,       -- the last line that came with the dump
  after_xid BIGINT NOT NULL        -- no line of this epoch is of an earlier transaction
) STRICT;
-- @postgres
INSERT INTO epoch
  SELECT 1, system_identifier::text, 1, 0, pg_snapshot_xmin(pg_current_snapshot())::text::bigint
  FROM pg_control_system();
-- @both

-- How far each reader has come.
CREATE TABLE reader (
  name TEXT NOT NULL PRIMARY KEY,
  pos BIGINT NOT NULL              -- the last position handled or parked
) STRICT;

-- Lines that a reader failed on. With fewer tries than the limit the reader still waits at the line; at
-- the limit the line is parked and the reader has gone on.
CREATE TABLE parked (
  reader TEXT NOT NULL,
  pos BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  error TEXT NOT NULL,             -- the last one, for the health page
  at BIGINT NOT NULL,              -- of the last try
  PRIMARY KEY (reader, pos)
) STRICT;

-- @sqlite
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
-- INSERT OR REPLACE removes the old row without a DELETE trigger.
CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal
BEGIN SELECT RAISE(ABORT, 'seal is append-only'); END;
CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal
BEGIN SELECT RAISE(ABORT, 'seal is append-only'); END;
CREATE TRIGGER seal_no_replace BEFORE INSERT ON seal
WHEN EXISTS (SELECT 1 FROM seal WHERE pos = NEW.pos OR seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'seal is append-only'); END;
-- @postgres
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON seal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
