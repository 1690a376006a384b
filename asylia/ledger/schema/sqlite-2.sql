-- The record on SQLite, from schema version 1 to 2: the log's leaves, its checkpoints, and what witnesses signed.

UPDATE ledger_schema SET version = 2;

CREATE TABLE ledger_fences (                                -- one a sequencer's turn: a later one ends all before it
    token INTEGER NOT NULL PRIMARY KEY,
    taken TEXT    NOT NULL                                  -- when, RFC 3339 UTC
) STRICT;

CREATE TABLE ledger_leaves (                                -- the order of the log
    leaf    INTEGER NOT NULL PRIMARY KEY,                   -- from 0, without gaps
    stream  TEXT    NOT NULL,
    version INTEGER NOT NULL,
    fence   INTEGER NOT NULL,
    UNIQUE (stream, version)
) STRICT;

CREATE TABLE ledger_checkpoints (                           -- every checkpoint ever signed
    size   INTEGER NOT NULL PRIMARY KEY,
    note   TEXT    NOT NULL,                                -- C2SP tlog-checkpoint, the log's signature alone
    signed TEXT    NOT NULL,                                -- when, RFC 3339 UTC
    fence  INTEGER NOT NULL
) STRICT;

CREATE TABLE ledger_cosignatures (                          -- what witnesses answered
    witness TEXT    NOT NULL,                               -- its verifier key
    size    INTEGER NOT NULL,
    at      INTEGER NOT NULL,                               -- when, as it says: POSIX seconds
    line    TEXT    NOT NULL,                               -- C2SP tlog-cosignature
    PRIMARY KEY (witness, size, at)
) STRICT;

-- A sequencer that was thought dead writes nothing after its successor has begun: the fence is checked in the write.
CREATE TRIGGER ledger_fences_insert BEFORE INSERT ON ledger_fences
WHEN NEW.token <> 1 + coalesce((SELECT max(token) FROM ledger_fences), 0)
BEGIN SELECT raise(ABORT, 'the record is append-only: a fence takes the next number'); END;
CREATE TRIGGER ledger_leaves_insert BEFORE INSERT ON ledger_leaves
WHEN NEW.leaf <> 1 + coalesce((SELECT max(leaf) FROM ledger_leaves), -1)
  OR NEW.fence IS NOT (SELECT max(token) FROM ledger_fences)
  OR EXISTS (SELECT 1 FROM ledger_leaves WHERE stream = NEW.stream AND version = NEW.version)
BEGIN SELECT raise(ABORT, 'the record is append-only: a leaf takes the next number, from the newest sequencer'); END;
CREATE TRIGGER ledger_checkpoints_insert BEFORE INSERT ON ledger_checkpoints
WHEN NEW.size <= coalesce((SELECT max(size) FROM ledger_checkpoints), -1)
  OR NEW.fence IS NOT (SELECT max(token) FROM ledger_fences)
BEGIN SELECT raise(ABORT, 'the record is append-only: a checkpoint is larger than the last, from the newest sequencer'); END;
CREATE TRIGGER ledger_cosignatures_insert BEFORE INSERT ON ledger_cosignatures
WHEN EXISTS (SELECT 1 FROM ledger_cosignatures WHERE witness = NEW.witness AND size = NEW.size AND at = NEW.at)
BEGIN SELECT raise(ABORT, 'the record is append-only: this cosignature is here already'); END;

CREATE TRIGGER ledger_fences_update BEFORE UPDATE ON ledger_fences
BEGIN SELECT raise(ABORT, 'the record is append-only: no fence is changed'); END;
CREATE TRIGGER ledger_fences_delete BEFORE DELETE ON ledger_fences
BEGIN SELECT raise(ABORT, 'the record is append-only: no fence is removed'); END;
CREATE TRIGGER ledger_leaves_update BEFORE UPDATE ON ledger_leaves
BEGIN SELECT raise(ABORT, 'the record is append-only: no leaf is changed'); END;
CREATE TRIGGER ledger_leaves_delete BEFORE DELETE ON ledger_leaves
BEGIN SELECT raise(ABORT, 'the record is append-only: no leaf is removed'); END;
CREATE TRIGGER ledger_checkpoints_update BEFORE UPDATE ON ledger_checkpoints
BEGIN SELECT raise(ABORT, 'the record is append-only: no checkpoint is changed'); END;
CREATE TRIGGER ledger_checkpoints_delete BEFORE DELETE ON ledger_checkpoints
BEGIN SELECT raise(ABORT, 'the record is append-only: no checkpoint is removed'); END;
CREATE TRIGGER ledger_cosignatures_update BEFORE UPDATE ON ledger_cosignatures
BEGIN SELECT raise(ABORT, 'the record is append-only: no cosignature is changed'); END;
CREATE TRIGGER ledger_cosignatures_delete BEFORE DELETE ON ledger_cosignatures
BEGIN SELECT raise(ABORT, 'the record is append-only: no cosignature is removed'); END;
