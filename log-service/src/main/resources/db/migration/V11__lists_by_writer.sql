-- New trigrams and words wait in a list, which a search goes through one by one, until it is so long that it is merged into the index
-- (gin_pending_list_limit). How long that is was a setting of each index; whoever writes says it now, for it is not the same always.
CREATE FUNCTION leave_lists_to_writers(partition regclass) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    name regclass;
BEGIN
    FOR name IN
        SELECT i.indexrelid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
        WHERE i.indrelid = partition AND m.amname = 'gin'
    LOOP
        EXECUTE format('ALTER INDEX %s RESET (gin_pending_list_limit)', name);
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION leave_lists_to_writers(regclass) FROM PUBLIC;

SELECT leave_lists_to_writers(relid)
FROM (SELECT * FROM pg_partition_tree('entry') UNION ALL SELECT * FROM pg_partition_tree('word')) AS made
WHERE isleaf;

-- As before; what it makes is like the index of its class, which has the setting still.
CREATE OR REPLACE FUNCTION ensure_partition(class smallint, moment timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    first  timestamptz := log.period_start(class, moment);
    beyond timestamptz := log.period_end(class, moment);
    suffix text        := class || '_' || to_char(first AT TIME ZONE 'UTC', 'YYYYMMDD');
    stem   text;
BEGIN
    IF to_regclass('log.word_' || suffix) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('log.ensure_partition'));
    FOREACH stem IN ARRAY ARRAY ['entry', 'body', 'word'] LOOP
        CONTINUE WHEN to_regclass('log.' || stem || '_' || suffix) IS NOT NULL;
        -- Room for one more in each page, so that an entry on its ordinary way is updated in place and no index is
        -- touched (HOT), as long as not all of a page change at once.
        EXECUTE format('CREATE TABLE log.%I (LIKE log.%I INCLUDING ALL) WITH (fillfactor = %s)',
                       stem || '_' || suffix, stem || '_' || class, CASE stem WHEN 'entry' THEN 92 ELSE 100 END);
        PERFORM log.leave_lists_to_writers(to_regclass('log.' || stem || '_' || suffix));
        EXECUTE format('ALTER TABLE log.%I ATTACH PARTITION log.%I FOR VALUES FROM (%L) TO (%L)',
                       stem || '_' || class, stem || '_' || suffix, log.message_floor(first), log.message_floor(beyond));
    END LOOP;
END
$$;
