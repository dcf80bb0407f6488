-- A day of content is written once, read by key and dropped whole: neither looking for what to freeze nor statistics are of use there,
-- and both read all of it, once a minute under load. What an erasure deletes is vacuumed as everywhere.
CREATE OR REPLACE FUNCTION content.ensure_partitions(first date, days integer) RETURNS void
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
        EXECUTE format('CREATE TABLE content.%I (LIKE content.blob INCLUDING STORAGE)'
                       ' WITH (autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_threshold = 2147483647)', name);
        EXECUTE format('ALTER TABLE content.blob ATTACH PARTITION content.%I FOR VALUES FROM (%L) TO (%L)',
                       name, first + i, first + i + 1);
    END LOOP;
END
$$;
