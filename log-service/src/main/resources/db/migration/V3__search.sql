-- An entry is looked up by its site, so one index serves as key and as page order.
ALTER TABLE entry DROP CONSTRAINT entry_pkey;
ALTER TABLE entry ADD PRIMARY KEY (site, message, retention);
DROP INDEX entry_by_site;

-- Facts are packed; a recipient's address stands in addresses only where search, all lower-case, does not say it already.
-- search is the subject, a line break, and the addresses with tabs between them.
ALTER TABLE entry ALTER COLUMN facts TYPE bytea USING convert_to(facts, 'UTF8');
UPDATE entry
SET search = lower(subject) || E'\n' || lower(array_to_string(addresses, E'\t'))
WHERE search IS NOT NULL;

-- Any part of subject and addresses. The short pending list keeps ingest fast and is searched in a moment.
CREATE INDEX entry_search ON entry USING gin (search gin_trgm_ops) WITH (gin_pending_list_limit = 512);
CREATE INDEX entry_resends ON entry (resend_of) WHERE resend_of IS NOT NULL;

-- Whether what is kept of the body has its secrets masked.
ALTER TABLE body ADD COLUMN masked boolean NOT NULL DEFAULT false;

-- The words of bodies, for sites that search them: keyed hashes of site and word, so that what is sealed in body does not
-- lie open here.
CREATE TABLE word (
    message   uuid     NOT NULL,
    retention smallint NOT NULL,
    site      text     NOT NULL,
    words     bigint[] NOT NULL,
    PRIMARY KEY (site, message, retention)
) PARTITION BY LIST (retention);
CREATE INDEX word_words ON word USING gin (words) WITH (gin_pending_list_limit = 512);

DO
$$
DECLARE
    class smallint;
BEGIN
    FOREACH class IN ARRAY ARRAY [0, 7, 30, 60, 90, 180] LOOP
        EXECUTE format('CREATE TABLE word_%s PARTITION OF word FOR VALUES IN (%s) PARTITION BY RANGE (message)', class, class);
    END LOOP;
END
$$;

ALTER TABLE word ENABLE ROW LEVEL SECURITY;
ALTER TABLE word FORCE ROW LEVEL SECURITY;
CREATE POLICY site_only ON word TO asteris_request
    USING (site = current_setting('asteris.site', true))
    WITH CHECK (site = current_setting('asteris.site', true));
CREATE POLICY all_sites ON word TO asteris_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON word TO asteris_worker;
GRANT SELECT ON word TO asteris_request;

-- From when on a site's retention holds, and what stays hidden whatever it is changed to:
--   retention_before  held until the first 03:00 (of the site) after changed_at.
--   hidden_before     what was accepted earlier was hidden once and never comes back.
ALTER TABLE settings
    ADD COLUMN retention_before smallint CHECK (retention_before IN (0, 7, 30, 60, 90, 180)),
    ADD COLUMN hidden_before    timestamptz;

-- The messages of the transaction's site, within a stretch of ids, that have all the patterns in their search text, or all
-- the words in their body. Row-level security keeps a condition that may tell of other rows from using an index, and LIKE is
-- one; so the index is asked here, for this one site, and gives nothing but ids, which the caller looks up under its own
-- policies. The hits are gathered before they are ordered: a plan that walks back in time until enough rows match would walk
-- through everything for a rare word.
CREATE FUNCTION found(patterns text[], body_words bigint[], only_attention boolean, first uuid, beyond uuid,
                      newest_first boolean, most integer)
    RETURNS TABLE (message uuid, retention smallint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200 SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    within text := format('WHERE site = %L AND message >= %L AND message < %L',
                          current_setting('asteris.site'), first, beyond);
    hits   text := 'SELECT message, retention FROM log.entry ' || within
                   || (SELECT string_agg(format(' AND search LIKE %L', pattern), '') FROM unnest(patterns) AS pattern)
                   || CASE WHEN only_attention THEN ' AND attention' ELSE '' END;
BEGIN
    IF body_words IS NOT NULL THEN
        hits := hits || ' UNION SELECT message, retention FROM log.word ' || within
                     || format(' AND words @> %L', body_words);
    END IF;
    RETURN QUERY EXECUTE format('WITH hits AS MATERIALIZED (%s) SELECT message, retention FROM hits ORDER BY message %s LIMIT %s',
                                hits, CASE WHEN newest_first THEN 'DESC' ELSE 'ASC' END, most);
END
$$;
REVOKE ALL ON FUNCTION found(text[], bigint[], boolean, uuid, uuid, boolean, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION found(text[], bigint[], boolean, uuid, uuid, boolean, integer) TO asteris_request;
CREATE POLICY finder ON entry FOR SELECT TO asteris_owner USING (true);
CREATE POLICY finder ON word FOR SELECT TO asteris_owner USING (true);

-- As before, and the words' partition with the others; it is made last, so it stands for all three.
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
        EXECUTE format('ALTER TABLE log.%I ATTACH PARTITION log.%I FOR VALUES FROM (%L) TO (%L)',
                       stem || '_' || class, stem || '_' || suffix, log.message_floor(first), log.message_floor(beyond));
    END LOOP;
END
$$;
