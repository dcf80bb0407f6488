-- What a site's owner granted at an OAuth provider, and the consents under way.

-- One row for each provider that needs a consent.
--   binding     a digest of what tokens belong to: client, endpoints, the refresh token given; another binding is another grant
--   tokens      a JWE of refresh and access token; null when none is known
--   state       ok, or authorise: the owner must sign in (again)
--   generation  counts the tokens; a renewal names the one it renews
--   renew_at    when the keeper's next turn is
--   lease       who renews now, until when: a refresh token that rotates must be used by one only
--   alerted     the owner was told that the consent is over, and not yet that it is mended
--   trouble     why the last renewal failed, in the owner's words; misconfigured: waiting will not help
CREATE TABLE oauth_grant (
    site          text NOT NULL,
    provider      text NOT NULL,
    binding       text NOT NULL,
    tokens        text,
    state         text NOT NULL CHECK (state IN ('ok', 'authorise')),
    generation    bigint NOT NULL DEFAULT 0,
    expires_at    timestamptz,
    renew_at      timestamptz NOT NULL DEFAULT asteris_now(),
    renewed_at    timestamptz,
    failures      integer NOT NULL DEFAULT 0,
    trouble       text,
    misconfigured boolean NOT NULL DEFAULT false,
    alerted       boolean NOT NULL DEFAULT false,
    lease         uuid,
    lease_until   timestamptz,
    PRIMARY KEY (site, provider),
    FOREIGN KEY (site, provider) REFERENCES provider (site, name) ON DELETE CASCADE
);
CREATE INDEX oauth_grant_due ON oauth_grant (renew_at) WHERE state = 'ok';

-- A consent that was begun: the hash of its state, which the browser carries, and the sealed PKCE verifier, which it does not.
CREATE TABLE oauth_consent (
    hash       bytea PRIMARY KEY,
    site       text NOT NULL,
    provider   text NOT NULL,
    binding    text NOT NULL,
    verifier   text NOT NULL,
    expires_at timestamptz NOT NULL,
    FOREIGN KEY (site, provider) REFERENCES provider (site, name) ON DELETE CASCADE
);
CREATE INDEX oauth_consent_of ON oauth_consent (site, provider, expires_at);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['oauth_grant', 'oauth_consent'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY site_only ON %I TO asteris_request USING (site = current_setting(''asteris.site'', true))'
                       ' WITH CHECK (site = current_setting(''asteris.site'', true))', name);
        EXECUTE format('CREATE POLICY all_sites ON %I TO asteris_worker USING (true) WITH CHECK (true)', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO asteris_worker, asteris_request', name);
    END LOOP;
END
$$;
