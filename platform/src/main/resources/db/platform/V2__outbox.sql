-- The outbox of a service: what it has changed and not yet told. Each service's first migration calls this once; the table lies in the
-- schema that is migrated, because the caller's search path decides.
CREATE PROCEDURE asteris.create_outbox()
    LANGUAGE plpgsql AS
$$
BEGIN
    -- Rows live for milliseconds: vacuum by count, not by share, or the index grows for hours before the first one.
    CREATE TABLE outbox (
        id         uuid PRIMARY KEY,
        topic      text NOT NULL,
        key        text NOT NULL,
        type       text NOT NULL,
        site       text NOT NULL,
        body       bytea NOT NULL,
        trace      text,
        created_at timestamptz NOT NULL DEFAULT asteris.asteris_now()
    ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
    ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
    ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
    CREATE POLICY site_only ON outbox TO asteris_request
        USING (site = current_setting('asteris.site', true))
        WITH CHECK (site = current_setting('asteris.site', true));
    CREATE POLICY all_sites ON outbox TO asteris_worker USING (true) WITH CHECK (true);
    GRANT SELECT, INSERT, DELETE ON outbox TO asteris_worker;
    GRANT INSERT ON outbox TO asteris_request;
END
$$;
REVOKE ALL ON PROCEDURE asteris.create_outbox() FROM PUBLIC;
