-- The record on PostgreSQL 15+, schema version 1. The ledger owns these tables; no Django migration touches them.
-- Stream names compare byte by byte (COLLATE "C"), so that both engines list them in one order.

CREATE TABLE ledger_schema (version bigint NOT NULL);
INSERT INTO ledger_schema VALUES (1);

CREATE TABLE ledger_events (
    stream  text COLLATE "C" NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    entry   bytea  NOT NULL,                                -- canonical bytes, exactly as hashed
    digest  bytea  NOT NULL CHECK (length(digest) = 32),    -- SHA-256(0x00 || entry)
    under   text   NOT NULL,                                -- id of the key that seals the content
    sealed  bytea  NOT NULL,                                -- nonce || AES-256-GCM of the salted fields
    PRIMARY KEY (stream, version)
);
ALTER TABLE ledger_events ALTER entry SET STORAGE EXTERNAL, ALTER sealed SET STORAGE EXTERNAL;  -- ciphertext does not compress

CREATE TABLE ledger_pending (stream text COLLATE "C" NOT NULL, version bigint NOT NULL);  -- entries not yet in the log

CREATE TABLE ledger_keys (                                  -- forms already answered: exactly once
    key            text  NOT NULL PRIMARY KEY,
    command_digest bytea NOT NULL,
    answer         bytea NOT NULL                           -- event ids only, never personal text
);

CREATE TABLE ledger_reads (                                 -- who looked at what, and why
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recorded text NOT NULL,
    staff    text NOT NULL,
    stream   text COLLATE "C",
    page     text NOT NULL,
    purpose  text NOT NULL,
    outcome  text NOT NULL CHECK (outcome IN ('shown', 'denied')),
    ids      text NOT NULL                                  -- JSON list: what a list page showed
);
CREATE INDEX ledger_reads_stream ON ledger_reads (stream, id);

-- The primary key refuses a plain INSERT over an existing key; ON CONFLICT DO UPDATE meets the statement trigger.
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record is append-only: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;

CREATE TRIGGER ledger_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_events
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_keys_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_keys
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_reads_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_reads
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
ALTER TABLE ledger_events ENABLE ALWAYS TRIGGER ledger_events_append_only;  -- also for a replica role
ALTER TABLE ledger_keys ENABLE ALWAYS TRIGGER ledger_keys_append_only;
ALTER TABLE ledger_reads ENABLE ALWAYS TRIGGER ledger_reads_append_only;

-- Rights are given back one by one to the application's role; even the owner keeps only what the record allows.
REVOKE ALL ON ledger_schema, ledger_events, ledger_keys, ledger_reads FROM PUBLIC;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ledger_schema FROM CURRENT_USER;
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_events, ledger_keys, ledger_reads FROM CURRENT_USER;
