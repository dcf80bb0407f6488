-- What is told to others, until the broker has it.
CALL asteris.create_outbox();

-- What a site wants its log to keep. A site without a row has the defaults.
CREATE TABLE settings (
    site        text PRIMARY KEY,
    enabled     boolean     NOT NULL,
    body        boolean     NOT NULL,
    attachments boolean     NOT NULL,
    search_body boolean     NOT NULL,
    retention   smallint    NOT NULL CHECK (retention IN (0, 7, 30, 60, 90, 180)),
    changed_at  timestamptz NOT NULL DEFAULT asteris_now()
);

-- One row a message: what was said when it was accepted, who it is to, and all facts that are known of it.
--   message    is the key, the order and the partition key in one: a UUIDv7, whose time is the entry's created_at.
--   retention  is the class: 7, 30, 60, 90 or 180 days; 0 is forever.
--   kind       is null as long as the acceptance is not known; nobody sees the entry until then.
--   recorded   is false where the site logs nothing: then the columns from sender to search are null, and nobody sees the entry.
--   attention  is false on the ordinary way from queued to delivered, so that going it changes no indexed column.
--   fields     has one letter a recipient (t, c, b), by position; addresses stand in the same order.
--   search     is the lower-case text in which words are looked for; the trigram index of the search will lie on it.
--   facts      holds attempts, states and outcomes (io.asteris.log.fold.FactsJson).
CREATE TABLE entry (
    message     uuid     NOT NULL,
    size        bigint,
    resend_of   uuid,
    retention   smallint NOT NULL,
    recorded    boolean  NOT NULL,
    attention   boolean  NOT NULL,
    site        text     NOT NULL,
    status      text     NOT NULL,
    kind        text,
    provider    text,
    insisted    text,
    source      text,
    fields      text,
    sender      text,
    subject     text,
    addresses   text[],
    tags        text[],
    metadata    jsonb,
    attachments json,
    search      text,
    facts       text     NOT NULL,
    PRIMARY KEY (message, retention)
) PARTITION BY LIST (retention);

-- Pages of a site, newest first; and those of its entries that somebody may have to look at.
CREATE INDEX entry_by_site ON entry (site, message);
CREATE INDEX entry_attention ON entry (site, message) WHERE attention;

-- Bodies, for sites that keep them: compressed, then sealed with the site's data key.
CREATE TABLE body (
    message   uuid     NOT NULL,
    retention smallint NOT NULL,
    site      text     NOT NULL,
    sealed    bytea STORAGE EXTERNAL NOT NULL,
    PRIMARY KEY (message, retention)
) PARTITION BY LIST (retention);

DO
$$
DECLARE
    class smallint;
BEGIN
    FOREACH class IN ARRAY ARRAY [0, 7, 30, 60, 90, 180] LOOP
        EXECUTE format('CREATE TABLE entry_%s PARTITION OF entry FOR VALUES IN (%s) PARTITION BY RANGE (message)', class, class);
        EXECUTE format('CREATE TABLE body_%s PARTITION OF body FOR VALUES IN (%s) PARTITION BY RANGE (message)', class, class);
    END LOOP;
END
$$;

-- The classes in which a site has entries, so that a read asks no others.
CREATE TABLE holding (
    site      text     NOT NULL,
    retention smallint NOT NULL,
    PRIMARY KEY (site, retention)
);

-- Messages whose entry was deleted: late facts must not bring it back.
CREATE TABLE tombstone (
    message uuid PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT asteris_now()
);

-- Who read which body.
CREATE TABLE body_read (
    site    text        NOT NULL,
    message uuid        NOT NULL,
    by_key  text        NOT NULL,
    at      timestamptz NOT NULL DEFAULT asteris_now()
);
CREATE INDEX body_read_by_message ON body_read (message);

-- Where the entries of a class that were accepted at that moment lie: a day, a week or a month, in UTC.
CREATE FUNCTION period_start(class smallint, moment timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE
    RETURN date_trunc(CASE class WHEN 7 THEN 'day' WHEN 0 THEN 'month' ELSE 'week' END, moment, 'UTC');

CREATE FUNCTION period_end(class smallint, moment timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE
    RETURN ((log.period_start(class, moment) AT TIME ZONE 'UTC')
            + CASE class WHEN 7 THEN interval '1 day' WHEN 0 THEN interval '1 month' ELSE interval '7 days' END)
           AT TIME ZONE 'UTC';

-- The lowest message id of a moment: its 48 bits of milliseconds (RFC 9562 5.7), then nothing.
CREATE FUNCTION message_floor(moment timestamptz) RETURNS uuid
    LANGUAGE sql IMMUTABLE
    RETURN (lpad(to_hex(floor(extract(EPOCH FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

-- Makes the partitions for messages of that class and moment unless they are there. Attaching, unlike creating in place, lets
-- readers and writers of the other periods go on. The body's partition is made last, so it stands for both.
CREATE FUNCTION ensure_partition(class smallint, moment timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    first  timestamptz := log.period_start(class, moment);
    beyond timestamptz := log.period_end(class, moment);
    suffix text        := class || '_' || to_char(first AT TIME ZONE 'UTC', 'YYYYMMDD');
    stem   text;
BEGIN
    IF to_regclass('log.body_' || suffix) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('log.ensure_partition'));
    FOREACH stem IN ARRAY ARRAY ['entry', 'body'] LOOP
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

-- Makes the partitions of the present and the next two periods of every class.
CREATE FUNCTION prepare_partitions() RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    class  smallint;
    moment timestamptz;
BEGIN
    FOREACH class IN ARRAY ARRAY [0, 7, 30, 60, 90, 180] LOOP
        moment := asteris.asteris_now();
        FOR ahead IN 0 .. 2 LOOP
            PERFORM log.ensure_partition(class, moment);
            moment := log.period_end(class, moment);
        END LOOP;
    END LOOP;
END
$$;

REVOKE ALL ON FUNCTION ensure_partition(smallint, timestamptz), prepare_partitions() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_partition(smallint, timestamptz), prepare_partitions() TO asteris_worker;

-- Requests see and change only their own site; workers see all.
DO
$$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY ['settings', 'entry', 'body', 'holding', 'body_read'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY site_only ON %I TO asteris_request
                        USING (site = current_setting(''asteris.site'', true))
                        WITH CHECK (site = current_setting(''asteris.site'', true))', name);
        EXECUTE format('CREATE POLICY all_sites ON %I TO asteris_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

GRANT USAGE ON SCHEMA log TO asteris_worker, asteris_request;
GRANT SELECT, INSERT, UPDATE, DELETE ON entry, body, holding, tombstone TO asteris_worker;
GRANT SELECT ON settings TO asteris_worker;
GRANT SELECT ON entry, body, holding TO asteris_request;
GRANT SELECT, INSERT, UPDATE ON settings TO asteris_request;
GRANT INSERT ON body_read TO asteris_request;
