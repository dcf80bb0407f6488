-- Work that takes longer than a request. What there is to do stands in job_item, one row a message, in order.
--   due_at  from then on an instance may take the job; taking it moves the moment on, as a lease
CREATE TABLE job (
    id         uuid PRIMARY KEY,
    site       text        NOT NULL,
    kind       text        NOT NULL CHECK (kind IN ('resend', 'erase')),
    by_key     text        NOT NULL,
    state      text        NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'finished', 'cancelled')),
    total      integer     NOT NULL,
    done       integer     NOT NULL DEFAULT 0,
    failed     integer     NOT NULL DEFAULT 0,
    due_at     timestamptz NOT NULL DEFAULT asteris_now(),
    created_at timestamptz NOT NULL DEFAULT asteris_now()
);
CREATE INDEX job_of_site ON job (site, created_at);
CREATE INDEX job_due ON job (due_at) WHERE state = 'running';

--   fresh   the message that was made of it, once it was ordered
CREATE TABLE job_item (
    job      uuid    NOT NULL REFERENCES job ON DELETE CASCADE,
    position integer NOT NULL,
    site     text    NOT NULL,
    message  uuid    NOT NULL,
    fresh    uuid,
    state    text    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'ordered', 'done', 'failed')),
    error    text,
    PRIMARY KEY (job, position)
);
CREATE INDEX job_item_open ON job_item (job, state, position) WHERE state IN ('waiting', 'ordered');
CREATE INDEX job_item_failed ON job_item (job, position) WHERE state = 'failed';

-- Which message was made of which by a resend, and who ordered it.
CREATE TABLE resend (
    message uuid PRIMARY KEY,
    site    text        NOT NULL,
    of      uuid        NOT NULL,
    by_key  text        NOT NULL,
    at      timestamptz NOT NULL DEFAULT asteris_now()
);
CREATE INDEX resend_of ON resend (of);

-- Requests that send, so that the same one twice does it once: by its Idempotency-Key, or by what it says for a few seconds.
CREATE TABLE request (
    site        text        NOT NULL,
    key         text,
    fingerprint bytea       NOT NULL,
    answer      uuid        NOT NULL,
    at          timestamptz NOT NULL DEFAULT asteris_now()
);
CREATE UNIQUE INDEX request_key ON request (site, key) WHERE key IS NOT NULL;
CREATE INDEX request_fingerprint ON request (site, fingerprint, at);
CREATE INDEX request_age ON request (at);

DO
$$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY ['job', 'job_item', 'resend', 'request'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY site_only ON %I TO asteris_request
                        USING (site = current_setting(''asteris.site'', true))
                        WITH CHECK (site = current_setting(''asteris.site'', true))', name);
        EXECUTE format('CREATE POLICY all_sites ON %I TO asteris_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON job, job_item, resend, request TO asteris_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON job TO asteris_request;
GRANT SELECT, INSERT ON job_item, request TO asteris_request;
GRANT DELETE ON request TO asteris_request;
GRANT SELECT ON resend TO asteris_request;
