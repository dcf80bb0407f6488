-- Circuits, limits and stand-ins: what keeps a lane from claiming for a while, and where its mail goes meanwhile.

-- broken_at    since when the circuit is open; null when it is closed
-- probe_at     when one call (open circuit) or a trial of the settings (held lane) may find out whether it works again
-- probes       trials of the settings since they were saved; each wait is longer than the one before
-- stood        for how long in all it was held or at its limits; that time does not count against its messages' max age
-- stood_since  since when it is so now
-- aged_at      since when its owner knows that its mail waits for too long
ALTER TABLE lane
    ADD COLUMN broken_at   timestamptz,
    ADD COLUMN probe_at    timestamptz,
    ADD COLUMN probes      integer NOT NULL DEFAULT 0,
    ADD COLUMN stood       interval NOT NULL DEFAULT '0',
    ADD COLUMN stood_since timestamptz,
    ADD COLUMN aged_at     timestamptz;
CREATE INDEX lane_to_try ON lane (probe_at) WHERE held IS NOT NULL;

-- account      a keyed hash of what names the account at the provider: who shares it shares its limits
-- limits       as the owner gave them; the four columns behind are what holds, with the preset's caps where he gave none
ALTER TABLE provider
    ADD COLUMN account    text,
    ADD COLUMN limits     jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN per_second integer,
    ADD COLUMN per_minute integer,
    ADD COLUMN per_day    integer,
    ADD COLUMN at_once    integer;
CREATE INDEX provider_account ON provider (account);

-- max_wait     a lane that a provider asks to wait for longer gives its mail to a fallback
-- on_unknown   what the site wants done when nobody can tell whether a provider took a message
ALTER TABLE routing
    ADD COLUMN max_wait   bigint,
    ADD COLUMN on_unknown text;

-- chosen       the provider that routing named; a message in another's lane is there because that one stands in
-- stood_before what the lane had stood when the message came into it
ALTER TABLE delivery
    ADD COLUMN chosen       text,
    ADD COLUMN stood_before interval NOT NULL DEFAULT '0';

-- Calls that an account has used, in slices of time; a limit looks at the slices that its window touches, so that in no span of that
-- length more is called than it allows.
CREATE TABLE quota_use (
    account text NOT NULL,
    unit    text NOT NULL CHECK (unit IN ('second', 'minute', 'day')),
    at      timestamptz NOT NULL,
    used    integer NOT NULL,
    PRIMARY KEY (account, unit, at)
);

CREATE FUNCTION quota_slice(unit text) RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE unit WHEN 'second' THEN interval '100 milliseconds' WHEN 'minute' THEN interval '1 second'
                     ELSE interval '15 minutes' END;

-- The window of a unit and one slice more, because a slice is counted from its start.
CREATE FUNCTION quota_window(unit text) RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN quota_slice(unit) + CASE unit WHEN 'second' THEN interval '1 second' WHEN 'minute' THEN interval '1 minute'
                                         ELSE interval '24 hours' END;

CREATE FUNCTION quota_used(of_account text, of_unit text) RETURNS integer LANGUAGE sql STABLE
    RETURN (SELECT coalesce(sum(used), 0)::integer FROM quota_use
            WHERE account = of_account AND unit = of_unit AND at > asteris_now() - quota_window(of_unit));

-- When an account that has used up so many may call again; null when it may now.
CREATE FUNCTION quota_opens(of_account text, of_unit text, most integer) RETURNS timestamptz LANGUAGE sql STABLE
    RETURN (SELECT max(at) + quota_window(of_unit) FROM (
                SELECT at, sum(used) OVER (ORDER BY at DESC) AS later FROM quota_use
                WHERE account = of_account AND unit = of_unit AND at > asteris_now() - quota_window(of_unit)) slices
            WHERE later >= most);

-- How many messages of a lane may be claimed now, at most so many: none while it is held, paused or waiting, one when it is time to
-- see whether a broken circuit works again, and no more than the account's limits leave. Claims of one account take turns here.
CREATE FUNCTION lane_room(of_site text, of_provider text, most integer, probe bigint) RETURNS integer LANGUAGE plpgsql AS
$$
DECLARE
    known lane%ROWTYPE;
    way   provider%ROWTYPE;
    room  integer := most;
BEGIN
    SELECT * INTO known FROM lane WHERE site = of_site AND provider = of_provider;
    IF known.held IS NOT NULL OR known.paused OR known.until > asteris_now() THEN
        RETURN 0;
    END IF;
    IF known.broken_at IS NOT NULL THEN
        UPDATE lane SET probe_at = asteris_now() + probe * interval '1 millisecond'
        WHERE site = of_site AND provider = of_provider AND broken_at IS NOT NULL AND probe_at <= asteris_now();
        IF NOT FOUND THEN
            RETURN 0;
        END IF;
        room := 1;
    END IF;
    SELECT * INTO way FROM provider WHERE site = of_site AND name = of_provider;
    IF way.account IS NULL OR coalesce(way.per_second, way.per_minute, way.per_day, way.at_once) IS NULL THEN
        RETURN room;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('quota ' || way.account, 0));
    room := least(room,
                  way.per_second - CASE WHEN way.per_second IS NULL THEN 0 ELSE quota_used(way.account, 'second') END,
                  way.per_minute - CASE WHEN way.per_minute IS NULL THEN 0 ELSE quota_used(way.account, 'minute') END,
                  way.per_day - CASE WHEN way.per_day IS NULL THEN 0 ELSE quota_used(way.account, 'day') END);
    IF room <= 0 THEN
        INSERT INTO lane (site, provider, stood_since) VALUES (of_site, of_provider, asteris_now())
        ON CONFLICT (site, provider) DO UPDATE SET stood_since = excluded.stood_since WHERE lane.stood_since IS NULL;
        RETURN 0;
    END IF;
    IF known.stood_since IS NOT NULL THEN
        UPDATE lane SET stood = stood + (asteris_now() - stood_since), stood_since = NULL
        WHERE site = of_site AND provider = of_provider AND stood_since IS NOT NULL;
    END IF;
    IF way.at_once IS NOT NULL THEN
        room := least(room, way.at_once - (SELECT count(*) FROM provider o JOIN delivery d
                                           ON d.site = o.site AND d.provider = o.name AND d.state = 'attempting'
                                           WHERE o.account = way.account)::integer);
    END IF;
    RETURN greatest(room, 0);
END
$$;

-- What a lane has stood in all, until now.
CREATE FUNCTION lane_stood(of_site text, of_provider text) RETURNS interval LANGUAGE sql STABLE
    RETURN coalesce((SELECT stood + coalesce(asteris_now() - stood_since, interval '0') FROM lane
                     WHERE site = of_site AND provider = of_provider), interval '0');

GRANT SELECT, INSERT, UPDATE, DELETE ON quota_use TO asteris_worker;
GRANT SELECT ON quota_use TO asteris_request;
