-- The record on PostgreSQL 15+, from schema version 1 to 2: the log's leaves, its checkpoints, what witnesses signed.

GRANT UPDATE ON ledger_schema TO CURRENT_USER;
UPDATE ledger_schema SET version = 2;
REVOKE UPDATE ON ledger_schema FROM CURRENT_USER;

CREATE TABLE ledger_fences (                                -- one a sequencer's turn: a later one ends all before it
    token bigint NOT NULL PRIMARY KEY,
    taken text   NOT NULL                                   -- when, RFC 3339 UTC
);

CREATE TABLE ledger_leaves (                                -- the order of the log
    leaf    bigint NOT NULL PRIMARY KEY,                    -- from 0, without gaps
    stream  text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    fence   bigint NOT NULL,
    UNIQUE (stream, version)
);

CREATE TABLE ledger_checkpoints (                           -- every checkpoint ever signed
    size   bigint NOT NULL PRIMARY KEY,
    note   text   NOT NULL,                                 -- C2SP tlog-checkpoint, the log's signature alone
    signed text   NOT NULL,                                 -- when, RFC 3339 UTC
    fence  bigint NOT NULL
);

CREATE TABLE ledger_cosignatures (                          -- what witnesses answered
    witness text COLLATE "C" NOT NULL,                      -- its verifier key
    size    bigint NOT NULL,
    at      bigint NOT NULL,                                -- when, as it says: POSIX seconds
    line    text   NOT NULL,                                -- C2SP tlog-cosignature
    PRIMARY KEY (witness, size, at)
);

-- A sequencer that was thought dead writes nothing after its successor has begun: the fence is checked in the write.
-- Two that pass the check at one moment meet in the primary key, and one of them writes nothing.
CREATE FUNCTION ledger_next_fence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.token <> 1 + coalesce((SELECT max(token) FROM ledger_fences), 0) THEN
        RAISE EXCEPTION 'the record is append-only: a fence takes the next number';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION ledger_next_leaf() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.leaf <> 1 + coalesce((SELECT max(leaf) FROM ledger_leaves), -1)
       OR NEW.fence IS DISTINCT FROM (SELECT max(token) FROM ledger_fences) THEN
        RAISE EXCEPTION 'the record is append-only: a leaf takes the next number, from the newest sequencer';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION ledger_next_checkpoint() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.size <= coalesce((SELECT max(size) FROM ledger_checkpoints), -1)
       OR NEW.fence IS DISTINCT FROM (SELECT max(token) FROM ledger_fences) THEN
        RAISE EXCEPTION 'the record is append-only: a checkpoint is larger than the last, from the newest sequencer';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_fences_in_order BEFORE INSERT ON ledger_fences
    FOR EACH ROW EXECUTE FUNCTION ledger_next_fence();
CREATE TRIGGER ledger_leaves_in_order BEFORE INSERT ON ledger_leaves
    FOR EACH ROW EXECUTE FUNCTION ledger_next_leaf();
CREATE TRIGGER ledger_checkpoints_in_order BEFORE INSERT ON ledger_checkpoints
    FOR EACH ROW EXECUTE FUNCTION ledger_next_checkpoint();
CREATE TRIGGER ledger_fences_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_fences
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_leaves_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_leaves
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_cosignatures_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_cosignatures
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
ALTER TABLE ledger_fences ENABLE ALWAYS TRIGGER ledger_fences_in_order, ENABLE ALWAYS TRIGGER ledger_fences_append_only;
ALTER TABLE ledger_leaves ENABLE ALWAYS TRIGGER ledger_leaves_in_order, ENABLE ALWAYS TRIGGER ledger_leaves_append_only;
ALTER TABLE ledger_checkpoints ENABLE ALWAYS TRIGGER ledger_checkpoints_in_order,
    ENABLE ALWAYS TRIGGER ledger_checkpoints_append_only;
ALTER TABLE ledger_cosignatures ENABLE ALWAYS TRIGGER ledger_cosignatures_append_only;

REVOKE ALL ON ledger_fences, ledger_leaves, ledger_checkpoints, ledger_cosignatures FROM PUBLIC;
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_fences, ledger_leaves, ledger_checkpoints, ledger_cosignatures FROM CURRENT_USER;
