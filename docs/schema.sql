-- Made from the migrations by a test; `cargo xtask schema` rewrites it.
-- The types are SQLite's: INTEGER is BIGINT on PostgreSQL, BLOB is BYTEA, REAL is DOUBLE PRECISION.

-- The record of everything that happened. A line is written in the transaction of the change that it
-- tells, and is never changed or removed: the triggers below refuse it.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,                   -- in order of writing; on PostgreSQL not in order of commit
  at INTEGER NOT NULL,             -- microseconds UTC
  prison BLOB,                    -- where it happened; NULL when it belongs to no one prison
  actor BLOB,                     -- the user; NULL for a timer, an import or a failed login
  actor_name TEXT NOT NULL,       -- as shown at that time
  system TEXT NOT NULL,           -- which part of the house tells it: access, pids, shop …
  kind TEXT NOT NULL,             -- what happened: login, person.written …
  subject BLOB NOT NULL,          -- the id of the record it is about
  version INTEGER NOT NULL,        -- the record's version after the change; 0 where it has none
  body TEXT NOT NULL,             -- JSON: the record's new state, not a difference
  reason TEXT,                    -- why, where the actor must say so
  request TEXT                    -- the id of the web request, to find the log lines
) STRICT;

-- The notary's chain over the lines: a dense position and a hash that contains all hashes before it.
CREATE TABLE seal (
  pos INTEGER NOT NULL PRIMARY KEY, -- 1, 2, 3 … without a gap
  seq INTEGER NOT NULL UNIQUE,      -- the line
  xid INTEGER NOT NULL,             -- the line's transaction; 0 on SQLite
  epoch INTEGER NOT NULL,           -- the epoch in which it was sealed; 0 on SQLite
  hash BLOB NOT NULL               -- SHA-256(hash before, canonical bytes of the line)
) STRICT;

-- The clusters that this database has lived in. Transaction ids begin anew when a dump is restored into
-- another cluster, so they order only lines written there, which are those after `after_seq`.
CREATE TABLE epoch (
  number INTEGER NOT NULL PRIMARY KEY,
  system TEXT NOT NULL,            -- the cluster's identifier
  from_seq INTEGER NOT NULL,        -- the first line that came with the dump and was not yet sealed
  after_seq INTEGER NOT NULL,       -- the last line that came with the dump
  after_xid INTEGER NOT NULL        -- no line of this epoch is of an earlier transaction
) STRICT;

-- How far each reader has come.
CREATE TABLE reader (
  name TEXT NOT NULL PRIMARY KEY,
  pos INTEGER NOT NULL              -- the last position handled or parked
) STRICT;

-- Lines that a reader failed on. With fewer tries than the limit the reader still waits at the line; at
-- the limit the line is parked and the reader has gone on.
CREATE TABLE parked (
  reader TEXT NOT NULL,
  pos INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  error TEXT NOT NULL,             -- the last one, for the health page
  at INTEGER NOT NULL,              -- of the last try
  PRIMARY KEY (reader, pos)
) STRICT;

CREATE TABLE app_user (
  id BLOB NOT NULL PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,        -- lower-case letters, digits, . _ -
  name_bn TEXT NOT NULL,
  name_en TEXT NOT NULL,
  role TEXT NOT NULL,                -- a word of access::Role
  scope_kind TEXT NOT NULL CHECK (scope_kind IN ('prison', 'division', 'all')),
  scope_prison BLOB CHECK ((scope_kind = 'prison') = (scope_prison IS NOT NULL)),
  scope_division TEXT,               -- the division, also of the one prison, whose officers it answers to
  password_hash TEXT NOT NULL,       -- argon2id, as a PHC string with its parameters
  must_change INTEGER NOT NULL,       -- 1: somebody else knows the password, so it must be changed
  totp_secret BLOB,                  -- NULL: logs in by password alone
  totp_offered BLOB,                 -- shown as a QR code and not yet confirmed by a code
  totp_step INTEGER NOT NULL,         -- the 30 s step of the last code taken: none is taken twice
  created_at INTEGER NOT NULL,
  disabled_at INTEGER,                -- NULL: may log in
  version INTEGER NOT NULL,
  CHECK (scope_kind <> 'division' OR scope_division IS NOT NULL)
) STRICT;

-- Codes for the day on which the phone is lost; each is removed when it is used.
CREATE TABLE recovery_code (
  user_id BLOB NOT NULL,
  code_hash BLOB NOT NULL,           -- SHA-256
  PRIMARY KEY (user_id, code_hash)
) STRICT;

CREATE TABLE session (
  id BLOB NOT NULL PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,   -- SHA-256 of the cookie's token
  user_id BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,         -- to the minute
  code_given INTEGER NOT NULL,        -- 1: a one-time code was given, or none is wanted of this user
  ip TEXT NOT NULL,
  agent TEXT NOT NULL,               -- what the browser calls itself
  revoked_at INTEGER
) STRICT;

-- Attempts at logins, by what they are counted for: an account, an address, a user's one-time codes.
CREATE TABLE login_attempt (
  counted TEXT NOT NULL PRIMARY KEY, -- 'login:' and its hash, 'ip:…', 'code:…'
  attempts INTEGER NOT NULL,          -- not followed by success
  last_at INTEGER NOT NULL
) STRICT;

CREATE TABLE api_client (
  id BLOB NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,         -- the agency and its program
  token_hash BLOB NOT NULL UNIQUE,   -- SHA-256 of the bearer token
  actions TEXT NOT NULL,             -- JSON: the api.* actions it may take
  fields TEXT NOT NULL,              -- JSON: the fields it may see, one by one
  scope_kind TEXT NOT NULL CHECK (scope_kind IN ('prison', 'division', 'all')),
  scope_prison BLOB CHECK ((scope_kind = 'prison') = (scope_prison IS NOT NULL)),
  scope_division TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER,
  version INTEGER NOT NULL,
  CHECK (scope_kind <> 'division' OR scope_division IS NOT NULL)
) STRICT;
-- Of a program with a token: what for, by whom, whether it is used, and why it was taken away.
ALTER TABLE api_client ADD COLUMN purpose TEXT NOT NULL DEFAULT '';    -- whom it serves and why; empty before this step
ALTER TABLE api_client ADD COLUMN created_by TEXT NOT NULL DEFAULT ''; -- the officer's name at that time
ALTER TABLE api_client ADD COLUMN token_at INTEGER;                     -- when the present token was given; NULL: at created_at
ALTER TABLE api_client ADD COLUMN last_used INTEGER;                    -- to the minute; NULL: never
ALTER TABLE api_client ADD COLUMN revoked_why TEXT;

-- What the blob store holds. A row is written after the bytes are durable, in the transaction of the
-- record that names them; bytes without a row are left over from a transaction that failed, and harmless.
CREATE TABLE blob (
    hash       BLOB NOT NULL PRIMARY KEY, -- SHA-256 of the bytes, which is also their name in the store
    bytes      INTEGER NOT NULL CHECK (bytes > 0),
    media_type TEXT NOT NULL,             -- image/jpeg, image/png or application/pdf, found in the content
    class      TEXT NOT NULL CHECK (class IN ('ordinary', 'sensitive', 'medical')), -- who may read it
    at         INTEGER NOT NULL            -- when it was first recorded
) STRICT;

-- A prison as it is today. What it was before stands in prison_term.
CREATE TABLE prison (
  id BLOB PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,            -- short stable code, part of prisoner numbers: DHK-C
  name_bn TEXT NOT NULL,
  name_en TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  kind TEXT NOT NULL,                   -- central district high_security women special
  division TEXT NOT NULL,               -- the DIG's division, by its code
  district TEXT NOT NULL,               -- the statistics bureau's two digits
  women_only INTEGER NOT NULL,
  certified INTEGER,                     -- places by official capacity, where one was published
  closed_on TEXT,
  version INTEGER NOT NULL
) STRICT;

-- What a prison was called, and was, from a day on (names, kinds and divisions change).
CREATE TABLE prison_term (
  prison BLOB NOT NULL REFERENCES prison (id),
  valid_from TEXT NOT NULL,
  name_bn TEXT NOT NULL,
  name_en TEXT NOT NULL,
  kind TEXT NOT NULL,
  division TEXT NOT NULL,
  certified INTEGER,
  source TEXT NOT NULL,                 -- where the fact comes from; 'unverified' where nobody has said so
  PRIMARY KEY (prison, valid_from)
) STRICT;
-- A prison's term says who wrote it and why, and whether the day it begins has come.
ALTER TABLE prison_term ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;   -- 1: from this day on it is closed
ALTER TABLE prison_term ADD COLUMN in_force INTEGER NOT NULL DEFAULT 1; -- 0 until its day has come and it was taken over
ALTER TABLE prison_term ADD COLUMN reason TEXT NOT NULL DEFAULT '';    -- empty where it came with the shipped list
ALTER TABLE prison_term ADD COLUMN by_name TEXT NOT NULL DEFAULT '';
ALTER TABLE prison_term ADD COLUMN at INTEGER;                          -- when it was written

CREATE TABLE building (
  id BLOB PRIMARY KEY,
  prison BLOB NOT NULL REFERENCES prison (id),
  name_bn TEXT NOT NULL,
  name_en TEXT NOT NULL,
  sort INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;

-- A ward or a cell.
CREATE TABLE ward (
  id BLOB PRIMARY KEY,
  prison BLOB NOT NULL REFERENCES prison (id),
  building BLOB NOT NULL REFERENCES building (id),
  name_bn TEXT NOT NULL,
  name_en TEXT NOT NULL,
  sort INTEGER NOT NULL,
  kind TEXT NOT NULL,                   -- ward cell reception hospital condemned
  for_sex TEXT NOT NULL,                -- male female hijra any
  for_age TEXT NOT NULL,                -- adult young any   (young: 18 up to 21, kept apart by Prisons Act s. 27)
  for_status TEXT NOT NULL,             -- untried convicted civil condemned any
  certified INTEGER NOT NULL,            -- places at 36 square feet each
  working INTEGER NOT NULL,              -- places in use now
  most INTEGER NOT NULL,                 -- the most it may ever hold
  ground_floor INTEGER NOT NULL,
  closed_reason TEXT,                   -- null while it is open
  closed_at INTEGER,
  version INTEGER NOT NULL
) STRICT;

-- A human being, once. A record merged into another keeps its row and says where it went.
CREATE TABLE person (
  id BLOB PRIMARY KEY,
  name_bn TEXT NOT NULL,
  name_en TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  father_bn TEXT NOT NULL,
  father_en TEXT NOT NULL,
  mother_bn TEXT NOT NULL,
  mother_en TEXT NOT NULL,
  spouse_bn TEXT NOT NULL,
  spouse_en TEXT NOT NULL,
  sex TEXT NOT NULL,                    -- male female hijra
  birth_date TEXT,                      -- known date, or null
  birth_age INTEGER,                     -- completed years said or guessed on birth_age_on
  birth_age_on TEXT,
  nid TEXT,                             -- 10, 13 or 17 digits
  nid_core TEXT,                        -- what two forms of one number share
  birth_reg TEXT,
  passport TEXT,
  religion TEXT,
  nationality TEXT NOT NULL,            -- ISO 3166 two letters
  education TEXT,
  occupation TEXT,
  languages TEXT NOT NULL,              -- codes with a space between
  disability TEXT NOT NULL,
  height_cm INTEGER,
  present_place TEXT NOT NULL,          -- code of a union, upazila or district; '' when unknown
  present_village TEXT NOT NULL,
  permanent_place TEXT NOT NULL,
  permanent_village TEXT NOT NULL,
  phone TEXT,
  photo BLOB,
  merged_into BLOB REFERENCES person (id),
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE alias (
  id BLOB PRIMARY KEY,
  person BLOB NOT NULL REFERENCES person (id),
  name_bn TEXT NOT NULL,
  name_en TEXT NOT NULL
) STRICT;

-- The number under which an earlier database knew this person (PDMS, RAB inmate database, …).
CREATE TABLE external_id (
  system TEXT NOT NULL,
  number TEXT NOT NULL,
  person BLOB NOT NULL REFERENCES person (id),
  PRIMARY KEY (system, number)
) STRICT;

-- Marks, scars and tattoos by which a body is known, on the body map (per mille of its box).
CREATE TABLE mark (
  id BLOB PRIMARY KEY,
  person BLOB NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL,                   -- mark scar tattoo
  side TEXT NOT NULL,                   -- front back
  x INTEGER NOT NULL,
  y INTEGER NOT NULL,
  note TEXT NOT NULL,
  photo BLOB,
  at INTEGER NOT NULL
) STRICT;

-- Relatives and emergency contacts: sensitive.
CREATE TABLE contact (
  id BLOB PRIMARY KEY,
  person BLOB NOT NULL REFERENCES person (id),
  name TEXT NOT NULL,
  relation TEXT NOT NULL,
  phone TEXT,
  address TEXT NOT NULL,
  emergency INTEGER NOT NULL,
  consent INTEGER NOT NULL,              -- the prisoner agrees that this person is told
  at INTEGER NOT NULL,
  ended_at INTEGER,                      -- told nothing more from then on; never deleted
  ended_why TEXT
) STRICT;

-- Children: outside with somebody, or inside with their mother (Bangkok Rules 3). Sensitive.
CREATE TABLE child (
  id BLOB PRIMARY KEY,
  person BLOB NOT NULL REFERENCES person (id),
  name TEXT NOT NULL,
  age INTEGER NOT NULL,                  -- completed years on the day of `at`
  inside INTEGER NOT NULL,
  carer TEXT NOT NULL,
  place TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- One stay in custody, from the gate in to the gate out, across transfers.
CREATE TABLE custody (
  id BLOB PRIMARY KEY,
  person BLOB NOT NULL REFERENCES person (id),
  prison BLOB NOT NULL REFERENCES prison (id), -- where it is owned now
  number TEXT NOT NULL,                 -- as the prison writes it: 4512/2026
  legal_status TEXT NOT NULL,           -- under_trial convict detenu civil condemned released_awaiting safe_custody
  state TEXT NOT NULL,                  -- present at_court in_hospital in_transfer bailed released escaped dead
  ward BLOB REFERENCES ward (id),       -- null until placed and after the end
  source TEXT NOT NULL,                 -- court transfer new_arrest return
  warrant_no TEXT NOT NULL,
  warrant_court TEXT NOT NULL,
  warrant_on TEXT,
  next_court_on TEXT,
  admitted_at INTEGER NOT NULL,
  ended_at INTEGER,
  end_kind TEXT,                        -- bail acquittal term_over discharged transfer_abroad escape death
  verified_at INTEGER,
  version INTEGER NOT NULL
) STRICT;

-- Every number a custody has had, one per prison it was in.
CREATE TABLE custody_number (
  prison BLOB NOT NULL REFERENCES prison (id),
  number TEXT NOT NULL,
  custody BLOB NOT NULL REFERENCES custody (id),
  from_at INTEGER NOT NULL,
  PRIMARY KEY (prison, number)
) STRICT;

-- The code on a custody's printed tickets. It is random: whoever finds the paper learns nothing from it.
CREATE TABLE ticket_code (
  custody BLOB PRIMARY KEY REFERENCES custody (id),
  code TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL
) STRICT;

-- The next serial of each series a prison counts: under-trials, convicts and the rest, by year.
CREATE TABLE number_series (
  prison BLOB NOT NULL REFERENCES prison (id),
  series TEXT NOT NULL,
  year INTEGER NOT NULL,
  next INTEGER NOT NULL,
  PRIMARY KEY (prison, series, year)
) STRICT;

-- A case, entered once however many are accused in it.
CREATE TABLE court_case (
  id BLOB PRIMARY KEY,
  court TEXT NOT NULL,
  case_no TEXT NOT NULL,                -- as the court writes it: GR 211/26
  case_key TEXT NOT NULL,               -- letters and digits only, Latin digits, lower case
  police_station TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;

-- One accused in one case.
CREATE TABLE case_accused (
  court_case BLOB NOT NULL REFERENCES court_case (id),
  custody BLOB NOT NULL REFERENCES custody (id),
  state TEXT NOT NULL,                  -- pending convicted acquitted bailed withdrawn
  next_on TEXT,
  sentence TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (court_case, custody)
) STRICT;

-- The law and section charged against one accused in one case.
CREATE TABLE charge (
  court_case BLOB NOT NULL,
  custody BLOB NOT NULL,
  act TEXT NOT NULL,
  section TEXT NOT NULL,
  PRIMARY KEY (court_case, custody, act, section)
) STRICT;

-- How often a prison uses a section: the picker shows the most used first.
CREATE TABLE section_use (
  prison BLOB NOT NULL,
  act TEXT NOT NULL,
  section TEXT NOT NULL,
  times INTEGER NOT NULL,
  PRIMARY KEY (prison, act, section)
) STRICT;

-- Who slept where, from when to when; open while it lasts. Answers "who was in this ward at that hour".
CREATE TABLE placement (
  id BLOB PRIMARY KEY,
  custody BLOB NOT NULL REFERENCES custody (id),
  prison BLOB NOT NULL,
  ward BLOB NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER,
  why TEXT NOT NULL,                    -- the proposal followed, or the reason for departing from it
  by_user BLOB NOT NULL
) STRICT;

-- Away from the ward but still in custody: at court, in hospital, between prisons.
CREATE TABLE absence (
  id BLOB PRIMARY KEY,
  custody BLOB NOT NULL REFERENCES custody (id),
  prison BLOB NOT NULL,
  kind TEXT NOT NULL,                   -- court hospital transfer
  place TEXT NOT NULL,
  reason TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  due_at INTEGER,
  to_at INTEGER,
  to_prison BLOB,                       -- for a transfer
  order_ref TEXT NOT NULL,
  certificate TEXT NOT NULL DEFAULT ''  -- for a transfer: who certified fitness and when (Prisons Act s. 26)
) STRICT;
-- When the alarm went that somebody was not back, or there, by the time they were due. Written once, by whichever
-- server sees it first.
ALTER TABLE absence ADD COLUMN missed_at INTEGER;

-- An order that opens the gate, and its clock.
CREATE TABLE release_order (
  id BLOB PRIMARY KEY,
  custody BLOB NOT NULL REFERENCES custody (id),
  prison BLOB NOT NULL,
  kind TEXT NOT NULL,                   -- bail acquittal term_over discharged
  court_case BLOB,                      -- the case it is about; null when it ends the custody as a whole
  court TEXT NOT NULL,
  ref TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  checked_at INTEGER,                    -- other cases and identity checked
  checked_by BLOB,
  held_reason TEXT,                     -- why the gate stays shut: another case, …
  gate_at INTEGER,
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE arrival (
  id BLOB PRIMARY KEY,
  prison BLOB NOT NULL REFERENCES prison (id),
  day TEXT NOT NULL,
  source TEXT NOT NULL,                 -- court transfer new_arrest return
  van TEXT NOT NULL,                    -- what came together: escort, vehicle
  name TEXT NOT NULL,
  father TEXT NOT NULL,
  age INTEGER,
  sex TEXT NOT NULL,
  court TEXT NOT NULL,
  case_no TEXT NOT NULL,
  police_station TEXT NOT NULL,
  sections TEXT NOT NULL,
  next_on TEXT,
  warrant_no TEXT NOT NULL,
  person BLOB REFERENCES person (id),   -- set where the sender says who it is
  custody BLOB REFERENCES custody (id),
  client TEXT NOT NULL,                 -- who sent it: 'board', 'import', an API client
  key TEXT NOT NULL,                    -- the sender's idempotency key
  state TEXT NOT NULL,                  -- expected admitted cancelled
  at INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;

-- One clerk's hand on one arrival; the primary key is the lock.
CREATE TABLE arrival_claim (
  arrival BLOB PRIMARY KEY REFERENCES arrival (id),
  by_user BLOB NOT NULL,
  by_name TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- An admission under way or done. What was typed stands as typed in `draft`, field by field.
CREATE TABLE admission (
  id BLOB PRIMARY KEY,
  prison BLOB NOT NULL REFERENCES prison (id),
  arrival BLOB REFERENCES arrival (id),
  kind TEXT NOT NULL,                   -- new return transfer
  state TEXT NOT NULL,                  -- open stopped on_roll verified abandoned
  step TEXT NOT NULL,                   -- warrant identity facts risk ward sign
  person BLOB REFERENCES person (id),   -- whom a clerk decided this is; null: somebody new
  decided INTEGER NOT NULL,              -- 1 once "new" or "the same as" was decided
  custody BLOB REFERENCES custody (id),
  by_user BLOB NOT NULL,
  by_name TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  on_roll_at INTEGER,
  verified_at INTEGER,
  verified_by BLOB,
  slow_reason TEXT,
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE admission_field (
  admission BLOB NOT NULL REFERENCES admission (id),
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (admission, field)
) STRICT;

-- Each step's time, measured by the server; a step left and entered again has several rows.
CREATE TABLE admission_step (
  id BLOB PRIMARY KEY,
  admission BLOB NOT NULL REFERENCES admission (id),
  prison BLOB NOT NULL,
  step TEXT NOT NULL,
  by_user BLOB NOT NULL,
  by_name TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER
) STRICT;

-- A second officer's read-back.
CREATE TABLE verification (
  id BLOB PRIMARY KEY,
  admission BLOB NOT NULL REFERENCES admission (id),
  by_user BLOB NOT NULL,
  at INTEGER NOT NULL,
  agreed INTEGER NOT NULL,
  differences TEXT NOT NULL             -- JSON: field → what the officer read
) STRICT;

-- Work that somebody owes by a time.
CREATE TABLE task (
  id BLOB PRIMARY KEY,
  prison BLOB NOT NULL,
  custody BLOB REFERENCES custody (id),
  admission BLOB REFERENCES admission (id),
  kind TEXT NOT NULL,                   -- medical full_record case_table next_date difference identity missing_signature
  role TEXT NOT NULL,                   -- who owes it
  note TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  done_at INTEGER,
  done_by BLOB,
  result TEXT,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;

-- What a person decided about two records, for good (another decision may follow, none is erased).
CREATE TABLE same_decision (
  id BLOB PRIMARY KEY,
  person_a BLOB NOT NULL REFERENCES person (id),  -- the smaller id
  person_b BLOB NOT NULL REFERENCES person (id),
  same INTEGER NOT NULL,
  rationale TEXT NOT NULL,
  by_user BLOB NOT NULL,
  by_name TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
-- Why somebody was, or was not, taken for a person on record: a word; `rationale` keeps what was said beside it.
ALTER TABLE same_decision ADD COLUMN reason TEXT NOT NULL DEFAULT 'other';
-- At the gate a record is compared with somebody who has none yet: both columns of the pair name that record,
-- and this says whose admission it was. Null where two records were compared.
ALTER TABLE same_decision ADD COLUMN admission BLOB REFERENCES admission (id);

-- Two records that may be one person: neither alike enough to say so nor different enough to say not. A
-- supervisor decides; the row goes with the decision.
CREATE TABLE match_pair (
  person_a BLOB NOT NULL REFERENCES person (id),  -- the smaller id
  person_b BLOB NOT NULL REFERENCES person (id),
  weight INTEGER NOT NULL,               -- thousandths of a bit of evidence
  found_at INTEGER NOT NULL,
  PRIMARY KEY (person_a, person_b)
) STRICT;

-- Two records made one, with what is needed to part them again.
CREATE TABLE merge (
  id BLOB PRIMARY KEY,
  kept BLOB NOT NULL REFERENCES person (id),
  gone BLOB NOT NULL REFERENCES person (id),
  moved TEXT NOT NULL,                  -- JSON: table → ids that moved
  decision BLOB NOT NULL REFERENCES same_decision (id),
  at INTEGER NOT NULL,
  undone_at INTEGER,
  undone_why TEXT
) STRICT;

-- Reasons to think that the body at the gate is not the person in the warrant. Never a silent block:
-- a supervisor decides.
CREATE TABLE impersonation (
  id BLOB PRIMARY KEY,
  admission BLOB NOT NULL REFERENCES admission (id),
  prison BLOB NOT NULL,
  person BLOB REFERENCES person (id),
  signs TEXT NOT NULL,                  -- JSON list: nid_differs sex_differs age_off father_differs
  outcome TEXT,                         -- accepted refused court_told
  rationale TEXT,
  by_user BLOB,
  at INTEGER NOT NULL,
  decided_at INTEGER
) STRICT;

-- Money and articles in the jailer's custody (Prisons Act s. 25).
CREATE TABLE property (
  id BLOB PRIMARY KEY,
  custody BLOB NOT NULL REFERENCES custody (id),
  kind TEXT NOT NULL,                   -- cash article
  what TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  poisha INTEGER NOT NULL,
  receipt TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  returned_at INTEGER,
  returned_to TEXT                      -- who signed for it; null at the gate, where it is the prisoner
) STRICT;

-- Injuries seen at the gate, on the body map: medical (Prisons Act s. 24, Mandela Rules 7 and 30).
CREATE TABLE injury (
  id BLOB PRIMARY KEY,
  custody BLOB REFERENCES custody (id),
  admission BLOB REFERENCES admission (id),
  side TEXT NOT NULL,
  x INTEGER NOT NULL,
  y INTEGER NOT NULL,
  kind TEXT NOT NULL,                   -- wound bruise burn fracture swelling other
  note TEXT NOT NULL,
  alleged TEXT NOT NULL,                -- how the prisoner says it came about
  photo BLOB,
  at INTEGER NOT NULL,
  by_user BLOB NOT NULL
) STRICT;

-- What the medical officer found (Prisons Act 1894 s. 24; Mandela Rule 30): medical. A later look is a
-- later row.
CREATE TABLE examination (
  id BLOB PRIMARY KEY,
  custody BLOB NOT NULL REFERENCES custody (id),
  health TEXT NOT NULL,                 -- good fair poor
  wounds TEXT NOT NULL,                 -- wounds and marks, in words
  labour TEXT,                          -- hard medium light unfit; null where no labour was ordered
  pregnancy TEXT,                       -- yes no unknown; null where it is not asked
  contagious TEXT NOT NULL,             -- yes no unknown
  notes TEXT NOT NULL,
  at INTEGER NOT NULL,
  by_user BLOB NOT NULL,
  by_name TEXT NOT NULL
) STRICT;

-- Answers to the eight risk questions, and pregnancy: medical and security.
CREATE TABLE risk_answer (
  custody BLOB NOT NULL REFERENCES custody (id),
  question TEXT NOT NULL,
  answer TEXT NOT NULL,                 -- yes no unknown
  note TEXT NOT NULL,
  at INTEGER NOT NULL,
  by_user BLOB NOT NULL,
  PRIMARY KEY (custody, question)
) STRICT;

-- What a search scores of one person, kept in the transaction that writes the person, a custody or a case.
CREATE TABLE find_doc (
  doc INTEGER PRIMARY KEY AUTOINCREMENT,
  person BLOB NOT NULL UNIQUE,
  names TEXT NOT NULL,                  -- every name in both scripts, a tab between
  fathers TEXT NOT NULL,
  spouses TEXT NOT NULL,
  villages TEXT NOT NULL,
  places TEXT NOT NULL,                 -- codes, a space between
  prison BLOB,                          -- of the custody
  custody BLOB,                         -- the open one, else the last
  sex TEXT NOT NULL,
  born INTEGER                           -- year, exact or estimated
) STRICT;

-- Phonetic keys of names, of fathers' names, of places and of pairs of these, hashed; one row per key and
-- document. The prison stands in the row, so that a clerk's search reads its own prison's part of a list.
CREATE TABLE find_key (
  key INTEGER NOT NULL,
  prison INTEGER NOT NULL,               -- a small number made of the prison's id; 0 for none
  doc INTEGER NOT NULL,
  PRIMARY KEY (key, prison, doc)
) STRICT, WITHOUT ROWID;

-- Numbers by which people are found: prisoner number, NID, phone, case, passport; letters and digits, a
-- slash between two runs of digits. Compared by bytes, so that a beginning is a range.
CREATE TABLE find_number (
  number TEXT NOT NULL,
  doc INTEGER NOT NULL,
  kind TEXT NOT NULL,
  PRIMARY KEY (number, doc, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_mapping (
  name TEXT PRIMARY KEY,
  columns TEXT NOT NULL,                -- JSON: their column → our field
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE import_batch (
  id BLOB PRIMARY KEY,
  file_name TEXT NOT NULL,
  file_hash BLOB NOT NULL UNIQUE,       -- the same file is not brought in twice
  source TEXT NOT NULL,
  rows_in INTEGER NOT NULL,
  duplicates INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by_name TEXT NOT NULL
) STRICT;
-- The second file of a batch, with the earlier stays of those in the first.
ALTER TABLE import_batch ADD COLUMN stays_name TEXT NOT NULL DEFAULT '';
ALTER TABLE import_batch ADD COLUMN stays_hash BLOB;

CREATE TABLE import_row (
  batch BLOB NOT NULL REFERENCES import_batch (id),
  line INTEGER NOT NULL,
  person BLOB NOT NULL,
  PRIMARY KEY (batch, line)
) STRICT;

-- Which line of which file a stay in custody came from.
CREATE TABLE import_stay (
  custody BLOB PRIMARY KEY REFERENCES custody (id),
  batch BLOB NOT NULL REFERENCES import_batch (id),
  part TEXT NOT NULL,                   -- people stays: which of the batch's two files
  line INTEGER NOT NULL
) STRICT;

-- The files that somebody is checking before they come in: one set for each user, so that they need not be
-- chosen again for every look. Gone once they came in, and a day after they were sent.
CREATE TABLE import_draft (
  by_user BLOB PRIMARY KEY,
  file_name TEXT NOT NULL,
  bytes BLOB NOT NULL,
  stays_name TEXT NOT NULL,             -- empty without a second file
  stays_bytes BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX journal_by_subject ON journal (subject, at, seq);

CREATE INDEX journal_by_prison ON journal (prison, at, seq);

CREATE INDEX journal_by_actor ON journal (actor, at, seq);

CREATE INDEX journal_by_at ON journal (at, seq);

CREATE INDEX app_user_by_prison ON app_user (scope_prison, login);

CREATE INDEX session_by_user ON session (user_id, created_at);

CREATE INDEX login_attempt_by_last_at ON login_attempt (last_at);

CREATE INDEX building_prison ON building (prison, sort);

CREATE INDEX ward_prison ON ward (prison, sort);

CREATE INDEX person_nid ON person (nid_core);

CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL;

CREATE INDEX alias_person ON alias (person);

CREATE INDEX external_id_person ON external_id (person);

CREATE INDEX mark_person ON mark (person);

CREATE INDEX contact_person ON contact (person);

CREATE INDEX child_person ON child (person);

-- Nobody is in custody twice at once.
CREATE UNIQUE INDEX custody_open ON custody (person) WHERE ended_at IS NULL;

CREATE INDEX custody_person ON custody (person, admitted_at);

CREATE INDEX custody_prison ON custody (prison, state, ward);

CREATE INDEX custody_next_court ON custody (prison, next_court_on);

CREATE INDEX custody_ward ON custody (ward, state);

CREATE INDEX custody_ended ON custody (prison, ended_at) WHERE ended_at IS NOT NULL;

CREATE INDEX custody_number_custody ON custody_number (custody);

-- Entered by two clerks at once, a case is one case.
CREATE UNIQUE INDEX court_case_key ON court_case (case_key, court);

CREATE INDEX case_accused_custody ON case_accused (custody);

CREATE INDEX charge_custody ON charge (custody);

CREATE UNIQUE INDEX placement_open ON placement (custody) WHERE to_at IS NULL;

CREATE INDEX placement_ward ON placement (ward, from_at);

CREATE INDEX placement_custody ON placement (custody, from_at);

CREATE UNIQUE INDEX absence_open ON absence (custody) WHERE to_at IS NULL;

CREATE INDEX absence_prison ON absence (prison, kind, to_at);

CREATE INDEX absence_to ON absence (to_prison, to_at);

CREATE INDEX absence_custody ON absence (custody, from_at);

CREATE UNIQUE INDEX release_order_ref ON release_order (custody, ref);

CREATE INDEX release_order_open ON release_order (prison, gate_at, received_at);

CREATE UNIQUE INDEX arrival_key ON arrival (client, key);

CREATE INDEX arrival_day ON arrival (prison, day, state);

-- Posted twice or by two clerks, an arrival is admitted once.
CREATE UNIQUE INDEX admission_arrival ON admission (arrival) WHERE state <> 'abandoned';

CREATE INDEX admission_prison ON admission (prison, state, started_at);

CREATE INDEX admission_custody ON admission (custody);

CREATE INDEX admission_step_admission ON admission_step (admission, from_at);

CREATE INDEX admission_step_prison ON admission_step (prison, from_at);

CREATE INDEX task_open ON task (prison, done_at, due_at);

CREATE INDEX task_custody ON task (custody);

CREATE INDEX same_decision_pair ON same_decision (person_a, person_b, at);

CREATE INDEX match_pair_b ON match_pair (person_b);

CREATE INDEX match_pair_weight ON match_pair (weight, person_a, person_b);

CREATE INDEX merge_kept ON merge (kept);

CREATE INDEX merge_gone ON merge (gone);

CREATE INDEX merge_at ON merge (at, id);

CREATE UNIQUE INDEX impersonation_admission ON impersonation (admission);

CREATE INDEX property_custody ON property (custody);

CREATE INDEX injury_custody ON injury (custody);

CREATE INDEX injury_admission ON injury (admission);

CREATE INDEX examination_custody ON examination (custody, at);

CREATE INDEX find_number_doc ON find_number (doc);

CREATE INDEX import_row_person ON import_row (person);

-- Who shows this photo: asked before a photo is given out, and when files are verified.
CREATE INDEX person_photo ON person (photo) WHERE photo IS NOT NULL;

CREATE INDEX mark_photo ON mark (photo) WHERE photo IS NOT NULL;

CREATE INDEX injury_photo ON injury (photo) WHERE photo IS NOT NULL;

-- From which arrival a stay began.
CREATE INDEX arrival_custody ON arrival (custody) WHERE custody IS NOT NULL;

-- A family of merged records is walked from both sides of a decision.
CREATE INDEX same_decision_b ON same_decision (person_b, at);

CREATE INDEX same_decision_admission ON same_decision (admission) WHERE admission IS NOT NULL;

-- By which admissions a person came in.
CREATE INDEX admission_person ON admission (person) WHERE person IS NOT NULL;

CREATE INDEX task_admission ON task (admission) WHERE admission IS NOT NULL;

CREATE INDEX prison_term_waiting ON prison_term (valid_from) WHERE in_force = 0;

CREATE INDEX import_stay_batch ON import_stay (batch, line);

CREATE INDEX absence_unmissed ON absence (due_at) WHERE to_at IS NULL AND missed_at IS NULL;

-- Those on the way to a prison stand on its board until they are there, whatever the day.
CREATE INDEX arrival_on_the_way ON arrival (prison)
  WHERE state = 'expected' AND source = 'transfer' AND custody IS NOT NULL;

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
