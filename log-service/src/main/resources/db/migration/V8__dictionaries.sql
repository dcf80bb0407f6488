-- What the bodies of a site have in common, sealed like them, so that each is packed without it.
--   number   stands, sealed, before every body that was packed with it; a site gets none twice
--   id       what it is sealed for, as a body is for its message
CREATE TABLE dictionary (
    site    text        NOT NULL,
    number  integer     NOT NULL CHECK (number BETWEEN 1 AND 65535),
    id      uuid        NOT NULL,
    sealed  bytea STORAGE EXTERNAL NOT NULL,
    made_at timestamptz NOT NULL DEFAULT asteris_now(),
    PRIMARY KEY (site, number)
);

-- When a site's bodies are looked at next for a dictionary, and the number that was given last.
CREATE TABLE dictionary_turn (
    site   text PRIMARY KEY,
    due_at timestamptz NOT NULL,
    last   integer     NOT NULL DEFAULT 0
);

DO
$$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY ['dictionary', 'dictionary_turn'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY site_only ON %I TO asteris_request
                        USING (site = current_setting(''asteris.site'', true))
                        WITH CHECK (site = current_setting(''asteris.site'', true))', name);
        EXECUTE format('CREATE POLICY all_sites ON %I TO asteris_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

GRANT SELECT, INSERT, DELETE ON dictionary TO asteris_worker;
GRANT SELECT, INSERT, UPDATE ON dictionary_turn TO asteris_worker;
