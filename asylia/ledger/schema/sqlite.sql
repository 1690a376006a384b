-- The record on SQLite, schema version 1. The ledger owns these tables; no Django migration touches them.
-- Plain tables: rows of more than a kilobyte overflow WITHOUT ROWID pages.

CREATE TABLE ledger_schema (version INTEGER NOT NULL) STRICT;
INSERT INTO ledger_schema VALUES (1);

CREATE TABLE ledger_events (
    stream  TEXT    NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    entry   BLOB    NOT NULL,                               -- canonical bytes, exactly as hashed
    digest  BLOB    NOT NULL,                               -- SHA-256(0x00 || entry)
    under   TEXT    NOT NULL,                               -- id of the key that seals the content
    sealed  BLOB    NOT NULL,                               -- nonce || AES-256-GCM of the salted fields
    PRIMARY KEY (stream, version)
) STRICT;

CREATE TABLE ledger_pending (stream TEXT NOT NULL, version INTEGER NOT NULL) STRICT;   -- entries not yet in the log

CREATE TABLE ledger_keys (                                  -- forms already answered: exactly once
    key            TEXT NOT NULL PRIMARY KEY,
    command_digest BLOB NOT NULL,
    answer         BLOB NOT NULL                            -- event ids only, never personal text
) STRICT;

CREATE TABLE ledger_reads (                                 -- who looked at what, and why
    id       INTEGER PRIMARY KEY,
    recorded TEXT NOT NULL,
    staff    TEXT NOT NULL,
    stream   TEXT,
    page     TEXT NOT NULL,
    purpose  TEXT NOT NULL,
    outcome  TEXT NOT NULL CHECK (outcome IN ('shown', 'denied')),
    ids      TEXT NOT NULL                                  -- JSON list: what a list page showed
) STRICT;
CREATE INDEX ledger_reads_stream ON ledger_reads (stream, id);

-- An INSERT must carry the stream's next version, so that OR REPLACE has nothing to replace; the rowid, which
-- OR REPLACE could also take over, may not exist (a BEFORE trigger sees -1 when none was given). FAIL, and no CHECK
-- that calls a function, because SQLite otherwise copies each page into a statement journal before each row.
CREATE TRIGGER ledger_events_insert BEFORE INSERT ON ledger_events
WHEN NEW.version <> 1 + coalesce((SELECT max(version) FROM ledger_events WHERE stream = NEW.stream), 0)
  OR EXISTS (SELECT 1 FROM ledger_events WHERE rowid = NEW.rowid)
BEGIN SELECT raise(FAIL, 'the record is append-only: an entry takes the next version of its stream'); END;
CREATE TRIGGER ledger_events_update BEFORE UPDATE ON ledger_events
BEGIN SELECT raise(ABORT, 'the record is append-only: no entry is changed'); END;
CREATE TRIGGER ledger_events_delete BEFORE DELETE ON ledger_events
BEGIN SELECT raise(ABORT, 'the record is append-only: no entry is removed'); END;

CREATE TRIGGER ledger_keys_insert BEFORE INSERT ON ledger_keys
WHEN EXISTS (SELECT 1 FROM ledger_keys WHERE key = NEW.key OR rowid = NEW.rowid)
BEGIN SELECT raise(ABORT, 'the record is append-only: this form is answered already'); END;
CREATE TRIGGER ledger_keys_update BEFORE UPDATE ON ledger_keys
BEGIN SELECT raise(ABORT, 'the record is append-only: no answer is changed'); END;
CREATE TRIGGER ledger_keys_delete BEFORE DELETE ON ledger_keys
BEGIN SELECT raise(ABORT, 'the record is append-only: no answer is removed'); END;

CREATE TRIGGER ledger_reads_insert BEFORE INSERT ON ledger_reads
WHEN EXISTS (SELECT 1 FROM ledger_reads WHERE id = NEW.id)
BEGIN SELECT raise(ABORT, 'the record is append-only: this read is recorded already'); END;
CREATE TRIGGER ledger_reads_update BEFORE UPDATE ON ledger_reads
BEGIN SELECT raise(ABORT, 'the record is append-only: no read is changed'); END;
CREATE TRIGGER ledger_reads_delete BEFORE DELETE ON ledger_reads
BEGIN SELECT raise(ABORT, 'the record is append-only: no read is removed'); END;
