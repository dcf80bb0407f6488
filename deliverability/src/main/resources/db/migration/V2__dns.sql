-- What an owner told us once about domains, because no DNS and no event does.
CREATE TABLE dns_facts (
    site   text PRIMARY KEY,
    domains jsonb NOT NULL
);

-- The From domains that are looked at again and again, each with what was seen last.
CREATE TABLE watched_domain (
    site       text        NOT NULL,
    domain     text        NOT NULL,
    next_at    timestamptz NOT NULL,
    checked_at timestamptz,
    report     jsonb,
    PRIMARY KEY (site, domain)
);
CREATE INDEX watched_domain_due ON watched_domain (next_at);

-- A row for each time that something about a domain changed.
CREATE TABLE dns_history (
    site   text        NOT NULL,
    domain text        NOT NULL,
    at     timestamptz NOT NULL,
    report jsonb       NOT NULL,
    PRIMARY KEY (site, domain, at)
);

DO
$$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY ['dns_facts', 'watched_domain', 'dns_history'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY site_only ON %I TO asteris_request
                        USING (site = current_setting(''asteris.site'', true))
                        WITH CHECK (site = current_setting(''asteris.site'', true))', name);
        EXECUTE format('CREATE POLICY all_sites ON %I TO asteris_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON watched_domain, dns_history TO asteris_worker;
GRANT SELECT ON dns_facts TO asteris_worker;
GRANT SELECT, INSERT, UPDATE ON dns_facts TO asteris_request;
GRANT SELECT ON dns_history TO asteris_request;
