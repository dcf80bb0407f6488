--   closed     the dispatcher is done with the message: only then it may be hidden, purged or deleted.
--   sensitive  the caller said that it carries secrets.
ALTER TABLE entry
    ADD COLUMN closed    boolean NOT NULL DEFAULT false,
    ADD COLUMN sensitive boolean;
ALTER TABLE entry NO FORCE ROW LEVEL SECURITY;
UPDATE entry SET closed = status NOT IN ('queued', 'retrying', 'uncertain', 'held');
ALTER TABLE entry FORCE ROW LEVEL SECURITY;

-- Which local date of a site was purged, and how far: a date is purged once, also when its clock strikes three twice or never.
--   horizon  closed messages below it were hidden; open ones had been parked in class 0.
CREATE TABLE purged (
    site    text        NOT NULL,
    day     date        NOT NULL,
    horizon uuid        NOT NULL,
    hidden  bigint      NOT NULL,
    at      timestamptz NOT NULL DEFAULT asteris_now(),
    PRIMARY KEY (site, day)
);

-- Addresses that were erased, as hashes: what was accepted for them before and comes to the log later is kept without names.
CREATE TABLE erased_address (
    site text        NOT NULL,
    hash text        NOT NULL,
    at   timestamptz NOT NULL,
    PRIMARY KEY (site, hash)
);

DO
$$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY ['purged', 'erased_address'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY site_only ON %I TO asteris_request
                        USING (site = current_setting(''asteris.site'', true))
                        WITH CHECK (site = current_setting(''asteris.site'', true))', name);
        EXECUTE format('CREATE POLICY all_sites ON %I TO asteris_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON purged, erased_address TO asteris_worker;
GRANT SELECT, INSERT, UPDATE ON erased_address TO asteris_request;
GRANT SELECT, DELETE ON body_read TO asteris_worker;
-- A site deletes its own entries; row-level security sees to it.
GRANT DELETE ON entry, body, word TO asteris_request;
GRANT INSERT ON tombstone TO asteris_request;

-- The periods that have partitions, the oldest first, each with the id that all its messages are below.
CREATE FUNCTION periods() RETURNS TABLE (class smallint, start date, beyond uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
    SELECT class, start, log.message_floor(log.period_end(class, start::timestamp AT TIME ZONE 'UTC'))
    FROM (SELECT split_part(c.relname, '_', 2)::smallint AS class, to_date(split_part(c.relname, '_', 3), 'YYYYMMDD') AS start
          FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
          WHERE i.inhparent IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'log.entry'::regclass)) AS partition
    ORDER BY start, class
$$;

-- Drops a period of a class. Whoever waits for it is held up no longer than a tenth of a second: it gives up then, and the
-- caller tries again.
CREATE FUNCTION drop_period(class smallint, start date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '100ms' AS
$$
DECLARE
    suffix text := class || '_' || to_char(start, 'YYYYMMDD');
BEGIN
    EXECUTE format('DROP TABLE IF EXISTS log.%I, log.%I, log.%I', 'word_' || suffix, 'body_' || suffix, 'entry_' || suffix);
END
$$;

REVOKE ALL ON FUNCTION periods(), drop_period(smallint, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION periods(), drop_period(smallint, date) TO asteris_worker;

-- A read walks along the site's key, whatever the planner thinks of a condition that it has no statistics for; only the function that
-- asks the index for candidates may gather them in a bitmap.
ALTER FUNCTION found(text[], bigint[], boolean, uuid, uuid, boolean, integer) SET enable_bitmapscan = on;
