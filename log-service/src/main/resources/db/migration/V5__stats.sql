-- How many messages were accepted in each hour, by what people ask for (io.asteris.log.stats.Dimension). Kept by the ingest in the
-- transaction that changes the entries; no row of it names a person.
CREATE TABLE stat (
    site      text        NOT NULL,
    dimension text        NOT NULL,
    hour      timestamptz NOT NULL,
    key       text        NOT NULL,
    count     bigint      NOT NULL,
    PRIMARY KEY (site, dimension, hour, key)
) WITH (fillfactor = 70);

ALTER TABLE stat ENABLE ROW LEVEL SECURITY;
ALTER TABLE stat FORCE ROW LEVEL SECURITY;
CREATE POLICY site_only ON stat TO asteris_request
    USING (site = current_setting('asteris.site', true)) WITH CHECK (site = current_setting('asteris.site', true));
CREATE POLICY all_sites ON stat TO asteris_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON stat TO asteris_worker;
GRANT SELECT ON stat TO asteris_request;
