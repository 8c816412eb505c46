-- The inmate database. Moments are microseconds UTC, dates YYYY-MM-DD, ids sixteen bytes (UUID v7),
-- money poisha, files the SHA-256 of their bytes. Names are stored normalised; *_sort columns hold a
-- collation key, so that ORDER BY gives Bangla dictionary order on both engines.

-- ── Estate ───────────────────────────────────────────────────────────────────────────────────────

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
  women_only BIGINT NOT NULL,
  certified BIGINT,                     -- places by official capacity, where one was published
  closed_on TEXT,
  version BIGINT NOT NULL
) STRICT;

-- What a prison was called, and was, from a day on (names, kinds and divisions change).
CREATE TABLE prison_term (
  prison BLOB NOT NULL REFERENCES prison (id),
  valid_from TEXT NOT NULL,
  name_bn TEXT NOT NULL,
  name_en TEXT NOT NULL,
  kind TEXT NOT NULL,
  division TEXT NOT NULL,
  certified BIGINT,
  source TEXT NOT NULL,                 -- where the fact comes from; 'unverified' where nobody has said so
  PRIMARY KEY (prison, valid_from)
) STRICT;

CREATE TABLE building (
  id BLOB PRIMARY KEY,
  prison BLOB NOT NULL REFERENCES prison (id),
  name_bn TEXT NOT NULL,
  name_en TEXT NOT NULL,
  sort BIGINT NOT NULL,
  version BIGINT NOT NULL
) STRICT;
CREATE INDEX building_prison ON building (prison, sort);

-- A ward or a cell.
CREATE TABLE ward (
  id BLOB PRIMARY KEY,
  prison BLOB NOT NULL REFERENCES prison (id),
  building BLOB NOT NULL REFERENCES building (id),
  name_bn TEXT NOT NULL,
  name_en TEXT NOT NULL,
  sort BIGINT NOT NULL,
  kind TEXT NOT NULL,                   -- ward cell reception hospital condemned
  for_sex TEXT NOT NULL,                -- male female hijra any
  for_age TEXT NOT NULL,                -- adult young any   (young: 18 up to 21, kept apart by Prisons Act s. 27)
  for_status TEXT NOT NULL,             -- untried convicted civil condemned any
  certified BIGINT NOT NULL,            -- places at 36 square feet each
  working BIGINT NOT NULL,              -- places in use now
  most BIGINT NOT NULL,                 -- the most it may ever hold
  ground_floor BIGINT NOT NULL,
  closed_reason TEXT,                   -- null while it is open
  closed_at BIGINT,
  version BIGINT NOT NULL
) STRICT;
CREATE INDEX ward_prison ON ward (prison, sort);

-- ── People ───────────────────────────────────────────────────────────────────────────────────────

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
  birth_age BIGINT,                     -- completed years said or guessed on birth_age_on
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
  height_cm BIGINT,
  present_place TEXT NOT NULL,          -- code of a union, upazila or district; '' when unknown
  present_village TEXT NOT NULL,
  permanent_place TEXT NOT NULL,
  permanent_village TEXT NOT NULL,
  phone TEXT,
  photo BLOB,
  merged_into BLOB REFERENCES person (id),
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
) STRICT;
CREATE INDEX person_nid ON person (nid_core);
CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE alias (
  id BLOB PRIMARY KEY,
  person BLOB NOT NULL REFERENCES person (id),
  name_bn TEXT NOT NULL,
  name_en TEXT NOT NULL
) STRICT;
CREATE INDEX alias_person ON alias (person);

-- The number under which an earlier database knew this person (PDMS, RAB inmate database, …).
CREATE TABLE external_id (
  system TEXT NOT NULL,
  number TEXT NOT NULL,
  person BLOB NOT NULL REFERENCES person (id),
  PRIMARY KEY (system, number)
) STRICT;
CREATE INDEX external_id_person ON external_id (person);

-- Marks, scars and tattoos by which a body is known, on the body map (per mille of its box).
CREATE TABLE mark (
  id BLOB PRIMARY KEY,
  person BLOB NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL,                   -- mark scar tattoo
  side TEXT NOT NULL,                   -- front back
  x BIGINT NOT NULL,
  y BIGINT NOT NULL,
  note TEXT NOT NULL,
  photo BLOB,
  at BIGINT NOT NULL
) STRICT;
CREATE INDEX mark_person ON mark (person);

-- Relatives and emergency contacts: sensitive.
CREATE TABLE contact (
  id BLOB PRIMARY KEY,
  person BLOB NOT NULL REFERENCES person (id),
  name TEXT NOT NULL,
  relation TEXT NOT NULL,
  phone TEXT,
  address TEXT NOT NULL,
  emergency BIGINT NOT NULL,
  consent BIGINT NOT NULL,              -- the prisoner agrees that this person is told
  at BIGINT NOT NULL,
  ended_at BIGINT,                      -- told nothing more from then on; never deleted
  ended_why TEXT
) STRICT;
CREATE INDEX contact_person ON contact (person);

-- Children: outside with somebody, or inside with their mother (Bangkok Rules 3). Sensitive.
CREATE TABLE child (
  id BLOB PRIMARY KEY,
  person BLOB NOT NULL REFERENCES person (id),
  name TEXT NOT NULL,
  age BIGINT NOT NULL,                  -- completed years on the day of `at`
  inside BIGINT NOT NULL,
  carer TEXT NOT NULL,
  place TEXT NOT NULL,
  at BIGINT NOT NULL
) STRICT;
CREATE INDEX child_person ON child (person);

-- ── Custody ──────────────────────────────────────────────────────────────────────────────────────

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
  admitted_at BIGINT NOT NULL,
  ended_at BIGINT,
  end_kind TEXT,                        -- bail acquittal term_over discharged transfer_abroad escape death
  verified_at BIGINT,
  version BIGINT NOT NULL
) STRICT;
-- Nobody is in custody twice at once.
CREATE UNIQUE INDEX custody_open ON custody (person) WHERE ended_at IS NULL;
CREATE INDEX custody_person ON custody (person, admitted_at);
CREATE INDEX custody_prison ON custody (prison, state, ward);
CREATE INDEX custody_next_court ON custody (prison, next_court_on);
CREATE INDEX custody_ward ON custody (ward, state);
CREATE INDEX custody_ended ON custody (prison, ended_at) WHERE ended_at IS NOT NULL;

-- Every number a custody has had, one per prison it was in.
CREATE TABLE custody_number (
  prison BLOB NOT NULL REFERENCES prison (id),
  number TEXT NOT NULL,
  custody BLOB NOT NULL REFERENCES custody (id),
  from_at BIGINT NOT NULL,
  PRIMARY KEY (prison, number)
) STRICT;
CREATE INDEX custody_number_custody ON custody_number (custody);

-- The code on a custody's printed tickets. It is random: whoever finds the paper learns nothing from it.
CREATE TABLE ticket_code (
  custody BLOB PRIMARY KEY REFERENCES custody (id),
  code TEXT NOT NULL UNIQUE,
  at BIGINT NOT NULL
) STRICT;

-- The next serial of each series a prison counts: under-trials, convicts and the rest, by year.
CREATE TABLE number_series (
  prison BLOB NOT NULL REFERENCES prison (id),
  series TEXT NOT NULL,
  year BIGINT NOT NULL,
  next BIGINT NOT NULL,
  PRIMARY KEY (prison, series, year)
) STRICT;

-- A case, entered once however many are accused in it.
CREATE TABLE court_case (
  id BLOB PRIMARY KEY,
  court TEXT NOT NULL,
  case_no TEXT NOT NULL,                -- as the court writes it: GR 211/26
  case_key TEXT NOT NULL,               -- letters and digits only, Latin digits, lower case
  police_station TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
) STRICT;
-- Entered by two clerks at once, a case is one case.
CREATE UNIQUE INDEX court_case_key ON court_case (case_key, court);

-- One accused in one case.
CREATE TABLE case_accused (
  court_case BLOB NOT NULL REFERENCES court_case (id),
  custody BLOB NOT NULL REFERENCES custody (id),
  state TEXT NOT NULL,                  -- pending convicted acquitted bailed withdrawn
  next_on TEXT,
  sentence TEXT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (court_case, custody)
) STRICT;
CREATE INDEX case_accused_custody ON case_accused (custody);

-- The law and section charged against one accused in one case.
CREATE TABLE charge (
  court_case BLOB NOT NULL,
  custody BLOB NOT NULL,
  act TEXT NOT NULL,
  section TEXT NOT NULL,
  PRIMARY KEY (court_case, custody, act, section)
) STRICT;
CREATE INDEX charge_custody ON charge (custody);

-- How often a prison uses a section: the picker shows the most used first.
CREATE TABLE section_use (
  prison BLOB NOT NULL,
  act TEXT NOT NULL,
  section TEXT NOT NULL,
  times BIGINT NOT NULL,
  PRIMARY KEY (prison, act, section)
) STRICT;

-- ── Where people are ─────────────────────────────────────────────────────────────────────────────

-- Who slept where, from when to when; open while it lasts. Answers "who was in this ward at that hour".
CREATE TABLE placement (
  id BLOB PRIMARY KEY,
  custody BLOB NOT NULL REFERENCES custody (id),
  prison BLOB NOT NULL,
  ward BLOB NOT NULL,
  from_at BIGINT NOT NULL,
  to_at BIGINT,
  why TEXT NOT NULL,                    -- the proposal followed, or the reason for departing from it
  by_user BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX placement_open ON placement (custody) WHERE to_at IS NULL;
CREATE INDEX placement_ward ON placement (ward, from_at);
CREATE INDEX placement_custody ON placement (custody, from_at);

-- Away from the ward but still in custody: at court, in hospital, between prisons.
CREATE TABLE absence (
  id BLOB PRIMARY KEY,
  custody BLOB NOT NULL REFERENCES custody (id),
  prison BLOB NOT NULL,
  kind TEXT NOT NULL,                   -- court hospital transfer
  place TEXT NOT NULL,
  reason TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  due_at BIGINT,
  to_at BIGINT,
  to_prison BLOB,                       -- for a transfer
  order_ref TEXT NOT NULL,
  certificate TEXT NOT NULL DEFAULT ''  -- for a transfer: who certified fitness and when (Prisons Act s. 26)
) STRICT;
CREATE UNIQUE INDEX absence_open ON absence (custody) WHERE to_at IS NULL;
CREATE INDEX absence_prison ON absence (prison, kind, to_at);
CREATE INDEX absence_to ON absence (to_prison, to_at);
CREATE INDEX absence_custody ON absence (custody, from_at);

-- An order that opens the gate, and its clock.
CREATE TABLE release_order (
  id BLOB PRIMARY KEY,
  custody BLOB NOT NULL REFERENCES custody (id),
  prison BLOB NOT NULL,
  kind TEXT NOT NULL,                   -- bail acquittal term_over discharged
  court_case BLOB,                      -- the case it is about; null when it ends the custody as a whole
  court TEXT NOT NULL,
  ref TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  checked_at BIGINT,                    -- other cases and identity checked
  checked_by BLOB,
  held_reason TEXT,                     -- why the gate stays shut: another case, …
  gate_at BIGINT,
  version BIGINT NOT NULL
) STRICT;
CREATE UNIQUE INDEX release_order_ref ON release_order (custody, ref);
CREATE INDEX release_order_open ON release_order (prison, gate_at, received_at);

-- ── Arrivals and admission ───────────────────────────────────────────────────────────────────────

CREATE TABLE arrival (
  id BLOB PRIMARY KEY,
  prison BLOB NOT NULL REFERENCES prison (id),
  day TEXT NOT NULL,
  source TEXT NOT NULL,                 -- court transfer new_arrest return
  van TEXT NOT NULL,                    -- what came together: escort, vehicle
  name TEXT NOT NULL,
  father TEXT NOT NULL,
  age BIGINT,
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
  at BIGINT NOT NULL,
  version BIGINT NOT NULL
) STRICT;
CREATE UNIQUE INDEX arrival_key ON arrival (client, key);
CREATE INDEX arrival_day ON arrival (prison, day, state);

-- One clerk's hand on one arrival; the primary key is the lock.
CREATE TABLE arrival_claim (
  arrival BLOB PRIMARY KEY REFERENCES arrival (id),
  by_user BLOB NOT NULL,
  by_name TEXT NOT NULL,
  at BIGINT NOT NULL
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
  decided BIGINT NOT NULL,              -- 1 once "new" or "the same as" was decided
  custody BLOB REFERENCES custody (id),
  by_user BLOB NOT NULL,
  by_name TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  on_roll_at BIGINT,
  verified_at BIGINT,
  verified_by BLOB,
  slow_reason TEXT,
  version BIGINT NOT NULL
) STRICT;
-- Posted twice or by two clerks, an arrival is admitted once.
CREATE UNIQUE INDEX admission_arrival ON admission (arrival) WHERE state <> 'abandoned';
CREATE INDEX admission_prison ON admission (prison, state, started_at);
CREATE INDEX admission_custody ON admission (custody);

CREATE TABLE admission_field (
  admission BLOB NOT NULL REFERENCES admission (id),
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  at BIGINT NOT NULL,
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
  from_at BIGINT NOT NULL,
  to_at BIGINT
) STRICT;
CREATE INDEX admission_step_admission ON admission_step (admission, from_at);
CREATE INDEX admission_step_prison ON admission_step (prison, from_at);

-- A second officer's read-back.
CREATE TABLE verification (
  id BLOB PRIMARY KEY,
  admission BLOB NOT NULL REFERENCES admission (id),
  by_user BLOB NOT NULL,
  at BIGINT NOT NULL,
  agreed BIGINT NOT NULL,
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
  due_at BIGINT NOT NULL,
  done_at BIGINT,
  done_by BLOB,
  result TEXT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
) STRICT;
CREATE INDEX task_open ON task (prison, done_at, due_at);
CREATE INDEX task_custody ON task (custody);

-- ── The same person? ─────────────────────────────────────────────────────────────────────────────

-- What a person decided about two records, for good (another decision may follow, none is erased).
CREATE TABLE same_decision (
  id BLOB PRIMARY KEY,
  person_a BLOB NOT NULL REFERENCES person (id),  -- the smaller id
  person_b BLOB NOT NULL REFERENCES person (id),
  same BIGINT NOT NULL,
  rationale TEXT NOT NULL,
  by_user BLOB NOT NULL,
  by_name TEXT NOT NULL,
  at BIGINT NOT NULL
) STRICT;
CREATE INDEX same_decision_pair ON same_decision (person_a, person_b, at);

-- Two records that may be one person: neither alike enough to say so nor different enough to say not. A
-- supervisor decides; the row goes with the decision.
CREATE TABLE match_pair (
  person_a BLOB NOT NULL REFERENCES person (id),  -- the smaller id
  person_b BLOB NOT NULL REFERENCES person (id),
  weight BIGINT NOT NULL,               -- thousandths of a bit of evidence
  found_at BIGINT NOT NULL,
  PRIMARY KEY (person_a, person_b)
) STRICT;
CREATE INDEX match_pair_b ON match_pair (person_b);
CREATE INDEX match_pair_weight ON match_pair (weight, person_a, person_b);

-- Two records made one, with what is needed to part them again.
CREATE TABLE merge (
  id BLOB PRIMARY KEY,
  kept BLOB NOT NULL REFERENCES person (id),
  gone BLOB NOT NULL REFERENCES person (id),
  moved TEXT NOT NULL,                  -- JSON: table → ids that moved
  decision BLOB NOT NULL REFERENCES same_decision (id),
  at BIGINT NOT NULL,
  undone_at BIGINT,
  undone_why TEXT
) STRICT;
CREATE INDEX merge_kept ON merge (kept);
CREATE INDEX merge_gone ON merge (gone);
CREATE INDEX merge_at ON merge (at, id);

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
  at BIGINT NOT NULL,
  decided_at BIGINT
) STRICT;
CREATE UNIQUE INDEX impersonation_admission ON impersonation (admission);

-- ── What came in with the person ─────────────────────────────────────────────────────────────────

-- Money and articles in the jailer's custody (Prisons Act s. 25).
CREATE TABLE property (
  id BLOB PRIMARY KEY,
  custody BLOB NOT NULL REFERENCES custody (id),
  kind TEXT NOT NULL,                   -- cash article
  what TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  poisha BIGINT NOT NULL,
  receipt TEXT NOT NULL,
  taken_at BIGINT NOT NULL,
  returned_at BIGINT,
  returned_to TEXT                      -- who signed for it; null at the gate, where it is the prisoner
) STRICT;
CREATE INDEX property_custody ON property (custody);

-- Injuries seen at the gate, on the body map: medical (Prisons Act s. 24, Mandela Rules 7 and 30).
CREATE TABLE injury (
  id BLOB PRIMARY KEY,
  custody BLOB REFERENCES custody (id),
  admission BLOB REFERENCES admission (id),
  side TEXT NOT NULL,
  x BIGINT NOT NULL,
  y BIGINT NOT NULL,
  kind TEXT NOT NULL,                   -- wound bruise burn fracture swelling other
  note TEXT NOT NULL,
  alleged TEXT NOT NULL,                -- how the prisoner says it came about
  photo BLOB,
  at BIGINT NOT NULL,
  by_user BLOB NOT NULL
) STRICT;
CREATE INDEX injury_custody ON injury (custody);
CREATE INDEX injury_admission ON injury (admission);

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
  at BIGINT NOT NULL,
  by_user BLOB NOT NULL,
  by_name TEXT NOT NULL
) STRICT;
CREATE INDEX examination_custody ON examination (custody, at);

-- Answers to the eight risk questions, and pregnancy: medical and security.
CREATE TABLE risk_answer (
  custody BLOB NOT NULL REFERENCES custody (id),
  question TEXT NOT NULL,
  answer TEXT NOT NULL,                 -- yes no unknown
  note TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_user BLOB NOT NULL,
  PRIMARY KEY (custody, question)
) STRICT;

-- ── Finding ──────────────────────────────────────────────────────────────────────────────────────

-- What a search scores of one person, kept in the transaction that writes the person, a custody or a case.
CREATE TABLE find_doc (
  doc SERIAL64,
  person BLOB NOT NULL UNIQUE,
  names TEXT NOT NULL,                  -- every name in both scripts, a tab between
  fathers TEXT NOT NULL,
  spouses TEXT NOT NULL,
  villages TEXT NOT NULL,
  places TEXT NOT NULL,                 -- codes, a space between
  prison BLOB,                          -- of the custody
  custody BLOB,                         -- the open one, else the last
  sex TEXT NOT NULL,
  born BIGINT                           -- year, exact or estimated
) STRICT;

-- Phonetic keys of names, of fathers' names, of places and of pairs of these, hashed; one row per key and
-- document. The prison stands in the row, so that a clerk's search reads its own prison's part of a list.
CREATE TABLE find_key (
  key BIGINT NOT NULL,
  prison BIGINT NOT NULL,               -- a small number made of the prison's id; 0 for none
  doc BIGINT NOT NULL,
  PRIMARY KEY (key, prison, doc)
) STRICT, WITHOUT ROWID;

-- Numbers by which people are found: prisoner number, NID, phone, case, passport; letters and digits, a
-- slash between two runs of digits. Compared by bytes, so that a beginning is a range.
CREATE TABLE find_number (
-- @sqlite
  number TEXT NOT NULL,
-- @postgres
  number TEXT COLLATE "C" NOT NULL,
-- @both
  doc BIGINT NOT NULL,
  kind TEXT NOT NULL,
  PRIMARY KEY (number, doc, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX find_number_doc ON find_number (doc);

-- ── Coming in from files ─────────────────────────────────────────────────────────────────────────

CREATE TABLE import_mapping (
  name TEXT PRIMARY KEY,
  columns TEXT NOT NULL,                -- JSON: their column → our field
  at BIGINT NOT NULL
) STRICT;

CREATE TABLE import_batch (
  id BLOB PRIMARY KEY,
  file_name TEXT NOT NULL,
  file_hash BLOB NOT NULL UNIQUE,       -- the same file is not brought in twice
  source TEXT NOT NULL,
  rows_in BIGINT NOT NULL,
  duplicates BIGINT NOT NULL,
  at BIGINT NOT NULL,
  by_name TEXT NOT NULL
) STRICT;

CREATE TABLE import_row (
  batch BLOB NOT NULL REFERENCES import_batch (id),
  line BIGINT NOT NULL,
  person BLOB NOT NULL,
  PRIMARY KEY (batch, line)
) STRICT;
CREATE INDEX import_row_person ON import_row (person);
