CREATE TABLE outbox (
    id         uuid PRIMARY KEY,
    topic      text        NOT NULL,
    key        text        NOT NULL,
    type       text        NOT NULL,
    site       text        NOT NULL,
    body       bytea       NOT NULL,
    trace      text,
    created_at timestamptz NOT NULL DEFAULT asteris_now()
);
GRANT SELECT, INSERT, DELETE ON outbox TO asteris_worker;
GRANT INSERT ON outbox TO asteris_request;

-- What a service's table looks like to which request paths speak.
CREATE TABLE note (
    site text NOT NULL,
    text text NOT NULL,
    at   timestamptz NOT NULL DEFAULT asteris_now(),
    PRIMARY KEY (site, text)
);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
ALTER TABLE note FORCE ROW LEVEL SECURITY;
CREATE POLICY site_only ON note TO asteris_request
    USING (site = current_setting('asteris.site', true))
    WITH CHECK (site = current_setting('asteris.site', true));
CREATE POLICY all_sites ON note TO asteris_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON note TO asteris_worker, asteris_request;
