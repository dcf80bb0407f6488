-- By what a site wants to be alerted, and how people are reached. A site without a row has the defaults.
--   sealed  recipient and channels, as JWE: a hook's address is a secret.
CREATE TABLE alert_settings (
    site   text PRIMARY KEY,
    rules  jsonb NOT NULL,
    sealed text  NOT NULL
);

-- One row a message, from the facts of mail.attempts in any order and any number of repeats.
--   first_at   the earliest that is known of it
--   due_at     since when it may go out
--   fault_at   of the first attempt that was not taken for the provider's or the configuration's reason
--   version    of the latest state
--   failed_at  when it counts as a failed send, once: at that attempt, or when it closes without having been sent; a mailbox that
--              does not exist is a bounce, which has a rule of its own
CREATE TABLE seen_message (
    message     uuid PRIMARY KEY,
    site        text        NOT NULL,
    first_at    timestamptz NOT NULL,
    due_at      timestamptz,
    provider    text,
    preset      text,
    taken_at    timestamptz,
    fault_at    timestamptz,
    fault       text,
    refused     boolean     NOT NULL,
    no_mailbox  boolean     NOT NULL,
    state       text,
    version     integer     NOT NULL,
    state_at    timestamptz,
    state_fault text,
    failed_at   timestamptz GENERATED ALWAYS AS (LEAST(
        fault_at,
        CASE WHEN state IN ('expired', 'unknown') OR (state = 'failed' AND (refused OR NOT no_mailbox)) THEN state_at END))
        STORED
);
CREATE INDEX seen_message_failed ON seen_message (site, failed_at) WHERE failed_at IS NOT NULL;
CREATE INDEX seen_message_taken ON seen_message (site, taken_at) WHERE taken_at IS NOT NULL;
CREATE INDEX seen_message_waiting ON seen_message (site, due_at) WHERE state IN ('queued', 'retry_wait');
CREATE INDEX seen_message_first ON seen_message (first_at);

-- Bounces and complaints that providers reported, each once.
CREATE TABLE seen_report (
    message   uuid        NOT NULL,
    position  integer     NOT NULL,
    complaint boolean     NOT NULL,
    site      text        NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (message, position, complaint)
);
CREATE INDEX seen_report_by_site ON seen_report (site, at);

-- When a provider's events were last heard of.
CREATE TABLE pulse (
    site   text        NOT NULL,
    preset text        NOT NULL,
    at     timestamptz NOT NULL,
    PRIMARY KEY (site, preset)
);

-- How many messages a site handed over in each hour.
CREATE TABLE hourly (
    site     text        NOT NULL,
    hour     timestamptz NOT NULL,
    messages bigint      NOT NULL,
    PRIMARY KEY (site, hour)
);

-- Trouble from its beginning to its end. At most one of a kind is open.
--   subject  what it is about beside its cause, such as a domain; empty where it is the site as a whole
--   ours     false where another service told of it, and tells of its end
CREATE TABLE incident (
    id         uuid PRIMARY KEY,
    site       text        NOT NULL,
    cause      text        NOT NULL,
    subject    text        NOT NULL,
    ours       boolean     NOT NULL,
    severity   text        NOT NULL,
    raised_at  timestamptz NOT NULL,
    first_at   timestamptz NOT NULL,
    last_at    timestamptz NOT NULL,
    count      bigint      NOT NULL,
    summary    text        NOT NULL,
    link       text,
    cleared_at timestamptz,
    UNIQUE (site, cause, subject, first_at)
);
CREATE UNIQUE INDEX incident_open ON incident (site, cause, subject) WHERE cleared_at IS NULL;
CREATE INDEX incident_newest ON incident (site, raised_at, id);

-- What is to be brought to people, and what came of it.
--   kind       raised, cleared or test
--   place      the next channel to try
--   tries      how often that channel was tried
--   delivered  a list of {channel, at, ok, error}
CREATE TABLE notice (
    id         uuid PRIMARY KEY,
    site       text        NOT NULL,
    incident   uuid REFERENCES incident (id) ON DELETE CASCADE,
    kind       text        NOT NULL,
    created_at timestamptz NOT NULL,
    next_at    timestamptz,
    place      integer     NOT NULL DEFAULT 0,
    tries      integer     NOT NULL DEFAULT 0,
    delivered  jsonb       NOT NULL DEFAULT '[]'
);
CREATE INDEX notice_due ON notice (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX notice_of_incident ON notice (incident);

DO
$$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY ['alert_settings', 'seen_message', 'seen_report', 'pulse', 'hourly', 'incident', 'notice'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY site_only ON %I TO asteris_request
                        USING (site = current_setting(''asteris.site'', true))
                        WITH CHECK (site = current_setting(''asteris.site'', true))', name);
        EXECUTE format('CREATE POLICY all_sites ON %I TO asteris_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON seen_message, seen_report, pulse, hourly, incident, notice TO asteris_worker;
GRANT SELECT, UPDATE ON alert_settings TO asteris_worker;
GRANT SELECT, INSERT, UPDATE ON alert_settings TO asteris_request;
GRANT SELECT ON incident TO asteris_request;
GRANT SELECT, INSERT ON notice TO asteris_request;
