-- What the dispatcher keeps. Workers (intake, claims, results, sweeps) see all sites; requests see the one they are about.

CALL asteris.create_outbox();

-- One row a message: where it stands (RELIABILITY 2). No address, subject or body lies here.
--   fence       a new number with each claim; who writes under an old one changes nothing
--   version     counts the transitions
--   tries       the attempts that count towards the back-off; being throttled does not
--   due_at      queued, retry_wait: when it may be claimed; uncertain: when the reconcile window ends
--   deadline    when waiting ends in expired; the earlier of expires_at and give_up_at, less while held
--   recipients  one letter a position: p pending, t taken, r refused, s skipped, c cancelled
--   hashes      keyed hashes of the addresses, by position, for the suppression look-up
--   provider    the lane, together with site; null as long as the site has no provider
--   wanted      the provider that the caller insists on
--   hold        why it is held: no_provider, configuration or poison
CREATE TABLE delivery (
    message            uuid PRIMARY KEY,
    site               text NOT NULL,
    provider           text,
    state              text NOT NULL CHECK (state IN ('queued', 'attempting', 'retry_wait', 'uncertain', 'held', 'sent',
                                                      'failed', 'suppressed', 'expired', 'cancelled', 'unknown')),
    version            integer NOT NULL,
    fence              integer NOT NULL DEFAULT 0,
    attempt            integer NOT NULL DEFAULT 0,
    tries              integer NOT NULL DEFAULT 0,
    due_at             timestamptz NOT NULL,
    deadline           timestamptz NOT NULL,
    give_up_at         timestamptz NOT NULL,
    expires_at         timestamptz,
    changed_at         timestamptz NOT NULL DEFAULT asteris_now(),
    lease_until        timestamptz,
    accepted_at        timestamptz NOT NULL,
    owner              text,
    recipients         text NOT NULL,
    hashes             text[] NOT NULL,
    size               bigint NOT NULL,
    attachments        integer NOT NULL,
    kind               text NOT NULL,
    source             text NOT NULL,
    from_domain        text NOT NULL,
    wanted             text,
    hold               text CHECK (hold IN ('no_provider', 'configuration', 'poison')),
    on_unknown         text NOT NULL CHECK (on_unknown IN ('resend', 'hold')),
    possible_duplicate boolean NOT NULL DEFAULT false,
    resend_used        boolean NOT NULL DEFAULT false
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- Each index holds the rows of one question only, so that waiting rows are never scanned: a claim reads the head of its lane,
-- the sweeps read what is due. A transition moves a row from one index to another and can therefore never be a HOT update;
-- renewing a lease can, because no index holds lease_until.
CREATE INDEX delivery_ready ON delivery (site, provider, due_at) WHERE state IN ('queued', 'retry_wait');
CREATE INDEX delivery_attempting ON delivery (site, provider) WHERE state = 'attempting';
CREATE INDEX delivery_uncertain ON delivery (due_at) WHERE state = 'uncertain';
CREATE INDEX delivery_unroutable ON delivery (site, message) WHERE state = 'held' AND hold = 'no_provider';
CREATE INDEX delivery_held ON delivery (site, provider) WHERE state = 'held' AND hold <> 'no_provider';
CREATE INDEX delivery_deadline ON delivery (deadline) WHERE state IN ('queued', 'retry_wait', 'held');

-- Every call that was made, and every one that was lost.
CREATE TABLE attempt (
    message             uuid NOT NULL,
    number              integer NOT NULL,
    site                text NOT NULL,
    provider            text NOT NULL,
    preset              text NOT NULL,
    answer              text NOT NULL,
    cause               text,
    code                integer,
    enhanced            text,
    said                text NOT NULL,
    provider_message_id text,
    started_at          timestamptz NOT NULL,
    millis              bigint NOT NULL,
    possible_duplicate  boolean NOT NULL,
    PRIMARY KEY (message, number)
);

-- A cancellation that came before its message; intake and a sweep look here.
CREATE TABLE cancellation (
    message uuid PRIMARY KEY,
    site    text NOT NULL,
    at      timestamptz NOT NULL DEFAULT asteris_now()
);

-- A way out of one site. secrets is a JWE compact of a JSON object; version changes with every save, and a claim reads it.
CREATE TABLE provider (
    site         text NOT NULL,
    name         text NOT NULL,
    preset       text NOT NULL,
    settings     jsonb NOT NULL,
    secrets      text,
    from_domains text[] NOT NULL,
    from_email   text,
    version      bigint NOT NULL,
    updated_at   timestamptz NOT NULL DEFAULT asteris_now(),
    PRIMARY KEY (site, name)
);

CREATE SEQUENCE settings_version;

-- Which provider takes what. release_until: mail that was held for want of a provider is to be routed again, at least until then,
-- because an intake that read the old routing may still be under way.
CREATE TABLE routing (
    site             text PRIMARY KEY,
    default_provider text,
    fallbacks        text[] NOT NULL,
    rules            jsonb NOT NULL,
    release_until    timestamptz
);

-- What keeps a lane from claiming; a lane without a row is open. Held until settings change or a test works, paused by hand,
-- waiting until a moment because the provider asked for it.
CREATE TABLE lane (
    site       text NOT NULL,
    provider   text NOT NULL,
    held       text,
    paused     boolean NOT NULL DEFAULT false,
    until      timestamptz,
    last_error text,
    changed_at timestamptz NOT NULL DEFAULT asteris_now(),
    PRIMARY KEY (site, provider)
);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['delivery', 'attempt', 'provider', 'routing', 'lane', 'cancellation'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY site_only ON %I TO asteris_request USING (site = current_setting(''asteris.site'', true))'
                       ' WITH CHECK (site = current_setting(''asteris.site'', true))', name);
        EXECUTE format('CREATE POLICY all_sites ON %I TO asteris_worker USING (true) WITH CHECK (true)', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO asteris_worker', name);
    END LOOP;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO asteris_worker, asteris_request', current_schema());
END
$$;
GRANT SELECT, UPDATE ON delivery TO asteris_request;
GRANT SELECT ON attempt TO asteris_request;
GRANT SELECT, INSERT, UPDATE, DELETE ON provider, routing, lane TO asteris_request;
GRANT USAGE ON SEQUENCE settings_version TO asteris_worker, asteris_request;
