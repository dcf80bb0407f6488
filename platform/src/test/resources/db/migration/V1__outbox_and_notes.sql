CALL asteris.create_outbox();

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
