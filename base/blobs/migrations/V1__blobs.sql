-- What the blob store holds. A row is written after the bytes are durable, in the transaction of the
-- record that names them; bytes without a row are left over from a transaction that failed, and harmless.
CREATE TABLE blob (
    hash       BLOB NOT NULL PRIMARY KEY, -- SHA-256 of the bytes, which is also their name in the store
    bytes      BIGINT NOT NULL CHECK (bytes > 0),
    media_type TEXT NOT NULL,             -- image/jpeg, image/png or application/pdf, found in the content
    class      TEXT NOT NULL CHECK (class IN ('ordinary', 'sensitive', 'medical')), -- who may read it
    at         BIGINT NOT NULL            -- when it was first recorded
) STRICT;
