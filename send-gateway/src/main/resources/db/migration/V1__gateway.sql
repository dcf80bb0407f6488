-- What the gateway remembers: sites with their keys and senders, idempotency keys, and what it has not announced yet.

GRANT USAGE ON SCHEMA gateway TO asteris_worker, asteris_request;

CALL asteris.create_outbox();

-- The ids that a post with this key was answered: 16 octets each, in the order of its messages.
CREATE TABLE idempotency_key (
    site        text NOT NULL,
    key         text NOT NULL,
    fingerprint bytea NOT NULL,
    messages    bytea NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT asteris_now(),
    PRIMARY KEY (site, key)
);
CREATE INDEX idempotency_key_created_at ON idempotency_key (created_at);
ALTER TABLE idempotency_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_key FORCE ROW LEVEL SECURITY;
CREATE POLICY all_sites ON idempotency_key TO asteris_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON idempotency_key TO asteris_worker;

CREATE TABLE sender (
    site       text PRIMARY KEY,
    document   jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT asteris_now()
);
ALTER TABLE sender ENABLE ROW LEVEL SECURITY;
ALTER TABLE sender FORCE ROW LEVEL SECURITY;
CREATE POLICY site_only ON sender TO asteris_request
    USING (site = current_setting('asteris.site', true))
    WITH CHECK (site = current_setting('asteris.site', true));
CREATE POLICY all_sites ON sender TO asteris_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON sender TO asteris_worker, asteris_request;

-- Sites and keys are the operator's; no path that is bound to one site reads them.
CREATE TABLE site (
    site                text PRIMARY KEY,
    name                text NOT NULL,
    state               text NOT NULL CHECK (state IN ('active', 'suspended', 'deleted')),
    time_zone           text NOT NULL,
    from_domains        text[] NOT NULL,
    accepted_per_minute integer,
    sandbox             boolean NOT NULL DEFAULT false,
    -- Sealed (JWE), never in clear.
    admin_email         text,
    -- The Idempotency-Key of the post that made it.
    request_key         text UNIQUE,
    -- Counts the changes of the site and of its keys: what is told of it carries this.
    version             bigint NOT NULL DEFAULT 0,
    created_at          timestamptz NOT NULL DEFAULT asteris_now(),
    changed_at          timestamptz NOT NULL DEFAULT asteris_now()
);
ALTER TABLE site ENABLE ROW LEVEL SECURITY;
ALTER TABLE site FORCE ROW LEVEL SECURITY;
CREATE POLICY all_sites ON site TO asteris_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON site TO asteris_worker;

CREATE TABLE api_key (
    -- The public part of the key's text.
    id         text PRIMARY KEY,
    site       text NOT NULL REFERENCES site,
    name       text NOT NULL,
    -- base64url of HMAC-SHA-256 under the pepper.
    hash       text NOT NULL,
    scopes     text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT asteris_now(),
    expires_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX api_key_site ON api_key (site);
ALTER TABLE api_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_key FORCE ROW LEVEL SECURITY;
CREATE POLICY all_sites ON api_key TO asteris_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON api_key TO asteris_worker;
