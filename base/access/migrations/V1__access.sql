-- Who may log in, who is logged in, and which programs of other agencies hold a token. Secrets stand here
-- only as hashes, but for the one-time codes' shared secret, which the check itself needs.

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
  must_change BIGINT NOT NULL,       -- 1: somebody else knows the password, so it must be changed
  totp_secret BLOB,                  -- NULL: logs in by password alone
  totp_offered BLOB,                 -- shown as a QR code and not yet confirmed by a code
  totp_step BIGINT NOT NULL,         -- the 30 s step of the last code taken: none is taken twice
  created_at BIGINT NOT NULL,
  disabled_at BIGINT,                -- NULL: may log in
  version BIGINT NOT NULL,
  CHECK (scope_kind <> 'division' OR scope_division IS NOT NULL)
) STRICT;

CREATE INDEX app_user_by_prison ON app_user (scope_prison, login);

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
  created_at BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,         -- to the minute
  code_given BIGINT NOT NULL,        -- 1: a one-time code was given, or none is wanted of this user
  ip TEXT NOT NULL,
  agent TEXT NOT NULL,               -- what the browser calls itself
  revoked_at BIGINT
) STRICT;

CREATE INDEX session_by_user ON session (user_id, created_at);

-- Attempts at logins, by what they are counted for: an account, an address, a user's one-time codes.
CREATE TABLE login_attempt (
  counted TEXT NOT NULL PRIMARY KEY, -- 'login:' and its hash, 'ip:…', 'code:…'
  attempts BIGINT NOT NULL,          -- not followed by success
  last_at BIGINT NOT NULL
) STRICT;

CREATE INDEX login_attempt_by_last_at ON login_attempt (last_at);

CREATE TABLE api_client (
  id BLOB NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,         -- the agency and its program
  token_hash BLOB NOT NULL UNIQUE,   -- SHA-256 of the bearer token
  actions TEXT NOT NULL,             -- JSON: the api.* actions it may take
  fields TEXT NOT NULL,              -- JSON: the fields it may see, one by one
  scope_kind TEXT NOT NULL CHECK (scope_kind IN ('prison', 'division', 'all')),
  scope_prison BLOB CHECK ((scope_kind = 'prison') = (scope_prison IS NOT NULL)),
  scope_division TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT,
  version BIGINT NOT NULL,
  CHECK (scope_kind <> 'division' OR scope_division IS NOT NULL)
) STRICT;
