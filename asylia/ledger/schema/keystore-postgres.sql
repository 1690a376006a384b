-- The key store on PostgreSQL, schema version 1: a database and a role of its own, never in the ledger's dumps, replicas or archive.
CREATE TABLE keystore_schema (version bigint NOT NULL);
INSERT INTO keystore_schema VALUES (1);
CREATE TABLE keystore_keys (
    id        text COLLATE "C" NOT NULL PRIMARY KEY,    -- person/<id>, staff/<id>, office/<id>, ...
    wrapped   bytea,                                    -- nonce || AES-256-GCM of the data key under the key-encryption key; NULL once destroyed
    destroyed text                                      -- when, RFC 3339 UTC
);
