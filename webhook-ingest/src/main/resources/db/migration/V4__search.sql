-- Any part of an address, as mail goes to it and as people read it; mostly these are the same, and then the index holds no more for both.
-- Each search reads the whole pending list: 512 kB in a moment; 16 MB, with which imports take less time, in up to 2 s.
CREATE INDEX suppression_search ON suppression USING gin ((canonical || ' ' || email) gin_trgm_ops) WITH (gin_pending_list_limit = 512);

-- The addresses with that part on the list of the transaction's site and on that of all, behind a place. Row-level security keeps a
-- condition that may tell of other rows from using an index, and LIKE is one; so the index is asked here and gives nothing but
-- keys, which the caller looks up under its own policies. The hits are gathered before they are ordered: a plan that walks back in
-- time until enough rows match would walk through the whole list for one address.
--   newest_first  else any of them
CREATE FUNCTION listed(part text, before timestamptz, before_canonical text, newest_first boolean, most integer)
    RETURNS TABLE (site text, canonical text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200 SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    pattern text := '%' || regexp_replace(part, '([\\%_])', '\\\1', 'g') || '%';
    hits    text := format('SELECT site, canonical, created_at FROM ingest.suppression
                            WHERE site IN (%L, ''*'') AND canonical || '' '' || email LIKE %L
                              AND (strpos(canonical, %L) > 0 OR strpos(email, %L) > 0)
                              AND (created_at, canonical) < (%L, %L)
                              AND (expires_at IS NULL OR expires_at > asteris.asteris_now())',
                           current_setting('asteris.site'), pattern, part, part, before, before_canonical);
    newest  text := 'WITH hits AS MATERIALIZED (%s) SELECT site, canonical FROM hits ORDER BY created_at DESC, canonical DESC LIMIT %s';
    any_of  text := 'SELECT site, canonical FROM (%s) AS hits LIMIT %s';
BEGIN
    RETURN QUERY EXECUTE format(CASE WHEN newest_first THEN newest ELSE any_of END, hits, most);
END
$$;
REVOKE ALL ON FUNCTION listed(text, timestamptz, text, boolean, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION listed(text, timestamptz, text, boolean, integer) TO asteris_request;
CREATE POLICY finder ON suppression FOR SELECT TO asteris_owner USING (true);
