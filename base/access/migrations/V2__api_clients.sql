-- Of a program with a token: what for, by whom, whether it is used, and why it was taken away.
ALTER TABLE api_client ADD COLUMN purpose TEXT NOT NULL DEFAULT '';    -- whom it serves and why; empty before this step
ALTER TABLE api_client ADD COLUMN created_by TEXT NOT NULL DEFAULT ''; -- the officer's name at that time
ALTER TABLE api_client ADD COLUMN token_at BIGINT;                     -- when the present token was given; NULL: at created_at
ALTER TABLE api_client ADD COLUMN last_used BIGINT;                    -- to the minute; NULL: never
ALTER TABLE api_client ADD COLUMN revoked_why TEXT;
