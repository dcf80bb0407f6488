-- The clock that every service asks, and the transit store of message content.

CREATE SCHEMA IF NOT EXISTS asteris;
GRANT USAGE ON SCHEMA asteris, content TO asteris_worker, asteris_request;

-- Tests move it by replacing it; nothing else may.
CREATE FUNCTION asteris.asteris_now() RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN statement_timestamp();

-- A site's data key, wrapped by a master key. The row stays when the key is destroyed, so that nobody makes a new one.
CREATE TABLE content.data_key (
    site         text PRIMARY KEY,
    kid          text NOT NULL,
    wrapped      bytea,
    created_at   timestamptz NOT NULL DEFAULT asteris.asteris_now(),
    destroyed_at timestamptz,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);
GRANT SELECT, INSERT, UPDATE ON content.data_key TO asteris_worker;

-- What is sealed does not compress, so PostgreSQL need not try.
CREATE TABLE content.blob (
    day     date NOT NULL,
    message uuid NOT NULL,
    part    text NOT NULL,
    site    text NOT NULL,
    sealed  bytea STORAGE EXTERNAL NOT NULL,
    PRIMARY KEY (day, message, part)
) PARTITION BY RANGE (day);

ALTER TABLE content.blob ENABLE ROW LEVEL SECURITY;
ALTER TABLE content.blob FORCE ROW LEVEL SECURITY;
CREATE POLICY site_only ON content.blob TO asteris_request
    USING (site = current_setting('asteris.site', true))
    WITH CHECK (site = current_setting('asteris.site', true));
CREATE POLICY all_sites ON content.blob TO asteris_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON content.blob TO asteris_worker, asteris_request;

-- Makes the partitions of so many days that are not there yet. Attaching, unlike creating in place, lets readers and
-- writers of the other days go on.
CREATE FUNCTION content.ensure_partitions(first date, days integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    name text;
BEGIN
    FOR i IN 0 .. days - 1 LOOP
        name := 'blob_' || to_char(first + i, 'YYYYMMDD');
        CONTINUE WHEN to_regclass('content.' || name) IS NOT NULL;
        PERFORM pg_advisory_xact_lock(hashtext('content.blob'));
        CONTINUE WHEN to_regclass('content.' || name) IS NOT NULL;
        EXECUTE format('CREATE TABLE content.%I (LIKE content.blob INCLUDING STORAGE)', name);
        EXECUTE format('ALTER TABLE content.blob ATTACH PARTITION content.%I FOR VALUES FROM (%L) TO (%L)',
                       name, first + i, first + i + 1);
    END LOOP;
END
$$;

-- The days that have a partition, the oldest first.
CREATE FUNCTION content.partition_days() RETURNS SETOF date
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
    SELECT to_date(right(c.relname, 8), 'YYYYMMDD')
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'content.blob'::regclass
    ORDER BY 1
$$;

-- Drops one day; gives up after two seconds when a running statement holds it, the caller tries again.
CREATE FUNCTION content.drop_partition(day date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS
$$
BEGIN
    EXECUTE format('DROP TABLE IF EXISTS content.%I', 'blob_' || to_char(day, 'YYYYMMDD'));
END
$$;

REVOKE ALL ON FUNCTION content.ensure_partitions(date, integer), content.partition_days(), content.drop_partition(date)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION content.ensure_partitions(date, integer), content.partition_days(), content.drop_partition(date)
    TO asteris_worker;
