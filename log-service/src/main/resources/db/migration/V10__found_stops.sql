-- As before, but it gives all hits of the stretch, in no order, and stops one behind the most that are wanted: then the words are common
-- there, and whoever asks looks elsewhere first. Only the named classes are asked, so that no plan is made for the partitions of the others.
--   most  null for all
DROP FUNCTION found(text[], bigint[], boolean, uuid, uuid, boolean, integer);
CREATE FUNCTION found(patterns text[], body_words bigint[], only_attention boolean, classes smallint[], first uuid, beyond uuid,
                      most integer)
    RETURNS TABLE (message uuid, retention smallint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200 SET search_path = pg_catalog, pg_temp SET enable_bitmapscan = on AS
$$
DECLARE
    within text := format(' WHERE site = %L AND retention IN (%s) AND message >= %L AND message < %L',
                          current_setting('asteris.site'), array_to_string(classes, ', '), first, beyond);
    stop   text := ' LIMIT ' || coalesce((most + 1)::text, 'ALL');
    hits   text := '(SELECT message, retention FROM log.entry' || within
                   || (SELECT string_agg(format(' AND search LIKE %L', pattern), '') FROM unnest(patterns) AS pattern)
                   || CASE WHEN only_attention THEN ' AND attention' ELSE '' END || stop || ')';
BEGIN
    IF body_words IS NOT NULL THEN
        hits := hits || ' UNION (SELECT message, retention FROM log.word' || within
                     || format(' AND words @> %L', body_words) || stop || ')';
    END IF;
    RETURN QUERY EXECUTE hits;
END
$$;
REVOKE ALL ON FUNCTION found(text[], bigint[], boolean, smallint[], uuid, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION found(text[], bigint[], boolean, smallint[], uuid, uuid, integer) TO asteris_request;
