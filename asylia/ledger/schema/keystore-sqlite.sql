-- The key store on SQLite, schema version 1: a file of its own, never in the ledger's dumps, replicas or archive.
CREATE TABLE keystore_schema (version INTEGER NOT NULL) STRICT;
INSERT INTO keystore_schema VALUES (1);
CREATE TABLE keystore_keys (
    id        TEXT NOT NULL PRIMARY KEY,    -- person/<id>, staff/<id>, office/<id>, ...
    wrapped   BLOB,                         -- nonce || AES-256-GCM of the data key under the key-encryption key; NULL once destroyed
    destroyed TEXT                          -- when, RFC 3339 UTC
) STRICT;
