-- What verifies a provider's posts on a site. Public keys and topics in clear, secrets sealed (JWE).
CREATE TABLE webhook (
    site              text NOT NULL,
    provider          text NOT NULL,
    verification_keys text[] NOT NULL,
    secret            text,
    topic_arns        text[] NOT NULL,
    configured_at     timestamptz NOT NULL DEFAULT asteris_now(),
    changed_at        timestamptz NOT NULL DEFAULT asteris_now(),
    PRIMARY KEY (site, provider)
);
CREATE INDEX webhook_changed ON webhook (changed_at);

-- What a site wants to follow from reports. A site without a row has the defaults.
CREATE TABLE suppress_rule (
    site               text PRIMARY KEY,
    after_hard_bounces smallint NOT NULL CHECK (after_hard_bounces BETWEEN 1 AND 100),
    reasons            text[] NOT NULL
);

-- What is seen of a provider on a site, for its owner and for the silence alarm. sends_since counts since its last post.
CREATE TABLE provider_state (
    site               text NOT NULL,
    provider           text NOT NULL,
    last_event_at      timestamptz,
    posts              bigint NOT NULL DEFAULT 0,
    sends              bigint NOT NULL DEFAULT 0,
    sends_since        bigint NOT NULL DEFAULT 0,
    signature_failures bigint NOT NULL DEFAULT 0,
    last_failure_at    timestamptz,
    silent_since       timestamptz,
    PRIMARY KEY (site, provider)
);

-- Where a topic's subscription stands.
CREATE TABLE subscription (
    site   text NOT NULL,
    topic  text NOT NULL,
    state  text NOT NULL CHECK (state IN ('pending', 'confirmed', 'failed', 'unsubscribed')),
    url    text,
    tries  integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    error  text,
    PRIMARY KEY (site, topic)
);
CREATE INDEX subscription_due ON subscription (due_at) WHERE state = 'pending';

-- A verified post as it came, sealed with the site's data key. The nonce is what makes it one: Mailgun's token, SNS' MessageId,
-- else the digest of the body; so the row is the memory of used tokens as well.
CREATE TABLE post (
    id           uuid PRIMARY KEY,
    site         text NOT NULL,
    provider     text NOT NULL,
    nonce        text NOT NULL,
    digest       bytea NOT NULL,
    content_type text NOT NULL,
    size         integer NOT NULL,
    sealed       bytea STORAGE EXTERNAL NOT NULL,
    state        text NOT NULL CHECK (state IN ('new', 'done', 'quarantined')),
    received_at  timestamptz NOT NULL DEFAULT asteris_now(),
    due_at       timestamptz NOT NULL DEFAULT asteris_now(),
    repeats      integer NOT NULL DEFAULT 0,
    reason       text,
    UNIQUE (site, provider, nonce)
);
CREATE INDEX post_due ON post (due_at) WHERE state = 'new';
CREATE INDEX post_quarantined ON post (id) WHERE state = 'quarantined';
CREATE INDEX post_received ON post (received_at);

-- Names under which an event was seen (the provider's id; message, word, recipient and time): a repeat bears one of them.
CREATE TABLE seen (
    site text NOT NULL,
    name bytea NOT NULL,
    at   timestamptz NOT NULL DEFAULT asteris_now(),
    PRIMARY KEY (site, name)
);
CREATE INDEX seen_at ON seen (at);

-- Whom a message went to, by keyed hash, and whom the dispatcher skipped.
CREATE TABLE recipient (
    message uuid NOT NULL,
    p       smallint NOT NULL,
    site    text NOT NULL,
    h       text NOT NULL,
    skipped boolean NOT NULL DEFAULT false,
    PRIMARY KEY (message, p)
);
CREATE INDEX recipient_by_address ON recipient (site, h, message);

-- What was said when a message was accepted, for sending it to one of its recipients after all.
CREATE TABLE announced (
    message uuid PRIMARY KEY,
    site    text NOT NULL,
    event   json NOT NULL
);

-- Skips that were heard of before their message was.
CREATE TABLE early_skip (
    message uuid NOT NULL,
    p       smallint NOT NULL,
    at      timestamptz NOT NULL DEFAULT asteris_now(),
    PRIMARY KEY (message, p)
);

-- What a provider calls a message.
CREATE TABLE provider_message (
    site    text NOT NULL,
    name    text NOT NULL,
    message uuid NOT NULL,
    PRIMARY KEY (site, name, message)
);
CREATE INDEX provider_message_by_message ON provider_message (message);

-- Reports that match no message yet: the fact that names it may still be under way.
CREATE TABLE unmatched (
    id      uuid PRIMARY KEY,
    site    text NOT NULL,
    message uuid,
    name    text,
    h       text NOT NULL,
    report  json NOT NULL,
    at      timestamptz NOT NULL DEFAULT asteris_now()
);
CREATE INDEX unmatched_by_message ON unmatched (message) WHERE message IS NOT NULL;
CREATE INDEX unmatched_by_name ON unmatched (site, name) WHERE message IS NULL;
CREATE INDEX unmatched_at ON unmatched (at);

-- Hard bounces of an address, where a site waits for more than one.
CREATE TABLE strike (
    site      text NOT NULL,
    canonical text NOT NULL,
    bounces   integer NOT NULL,
    last_at   timestamptz NOT NULL,
    PRIMARY KEY (site, canonical)
);
CREATE INDEX strike_last ON strike (last_at);

-- The list. site is '*' for all sites. h is null for what no mail could ever be sent to. The columns from provider on tell the
-- event that caused it.
CREATE TABLE suppression (
    site           text NOT NULL,
    canonical      text NOT NULL,
    email          text NOT NULL,
    h              text,
    reason         text NOT NULL CHECK (reason IN ('bounce', 'complaint', 'unsubscribe', 'invalid', 'manual')),
    created_at     timestamptz NOT NULL DEFAULT asteris_now(),
    expires_at     timestamptz,
    provider       text,
    provider_event text,
    event_at       timestamptz,
    message        uuid,
    code           text,
    said           text,
    post           uuid,
    PRIMARY KEY (site, canonical)
);
CREATE INDEX suppression_newest ON suppression (site, created_at DESC, canonical DESC);
CREATE INDEX suppression_expiry ON suppression (expires_at) WHERE expires_at IS NOT NULL;

-- Which of two reasons an address keeps: the one that says more about the person.
CREATE FUNCTION reason_rank(reason text) RETURNS integer
    LANGUAGE sql IMMUTABLE
    RETURN array_position(ARRAY['manual', 'invalid', 'bounce', 'unsubscribe', 'complaint'], reason);

-- Who changed what: the list, the webhooks, the rule. canonical is set for changes of the list.
CREATE TABLE audit (
    id        uuid PRIMARY KEY,
    site      text NOT NULL,
    at        timestamptz NOT NULL DEFAULT asteris_now(),
    by_whom   text NOT NULL,
    action    text NOT NULL,
    canonical text,
    detail    text
);
CREATE INDEX audit_newest ON audit (site, id);
CREATE INDEX audit_by_address ON audit (site, canonical, at) WHERE canonical IS NOT NULL;

-- Messages that were skipped for an address and are to be sent to it after all; once each.
CREATE TABLE skipped_order (
    site    text NOT NULL,
    h       text NOT NULL,
    of      uuid NOT NULL,
    message uuid NOT NULL,
    by_whom text NOT NULL,
    state   text NOT NULL CHECK (state IN ('ordered', 'done', 'gone')),
    at      timestamptz NOT NULL DEFAULT asteris_now(),
    PRIMARY KEY (site, h, of)
);
CREATE INDEX skipped_order_open ON skipped_order (at) WHERE state = 'ordered';

DO
$$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY ['webhook', 'suppress_rule', 'provider_state', 'subscription', 'post', 'recipient', 'audit',
                                 'suppression', 'skipped_order', 'strike'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY site_only ON %I TO asteris_request
                        USING (site = current_setting(''asteris.site'', true))
                        WITH CHECK (site = current_setting(''asteris.site'', true))', name);
        EXECUTE format('CREATE POLICY all_sites ON %I TO asteris_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;
-- What holds for all sites may be read by each.
CREATE POLICY for_all ON suppression FOR SELECT TO asteris_request USING (site = '*');

GRANT SELECT, INSERT, UPDATE, DELETE ON webhook, suppress_rule, provider_state, subscription, post, seen, recipient, announced,
    early_skip, provider_message, unmatched, strike, suppression, audit, skipped_order TO asteris_worker;
GRANT SELECT, INSERT, UPDATE ON webhook, suppress_rule TO asteris_request;
GRANT SELECT ON provider_state, subscription, recipient TO asteris_request;
GRANT SELECT, INSERT, UPDATE, DELETE ON suppression TO asteris_request;
GRANT SELECT, INSERT ON audit, skipped_order TO asteris_request;
GRANT DELETE ON strike TO asteris_request;
GRANT SELECT ON strike TO asteris_request;
