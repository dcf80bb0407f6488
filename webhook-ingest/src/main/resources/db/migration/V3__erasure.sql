-- Addresses that their sites want forgotten: what is reported of before that moment does not bring them back in clear.
CREATE TABLE erased_address (
    site text NOT NULL,
    h    text NOT NULL,
    at   timestamptz NOT NULL,
    PRIMARY KEY (site, h)
);
CREATE INDEX erased_address_at ON erased_address (at);

-- Messages that are to be forgotten, for the facts that come late.
CREATE TABLE erased_message (
    message uuid NOT NULL,
    site    text NOT NULL,
    at      timestamptz NOT NULL DEFAULT asteris_now(),
    PRIMARY KEY (message, site)
);
CREATE INDEX erased_message_at ON erased_message (at);

-- Whom a kept post speaks of, by keyed hash, and of which message where that is known: an erasure finds the post by it.
CREATE TABLE mention (
    post    uuid NOT NULL,
    site    text NOT NULL,
    h       text NOT NULL,
    message uuid
);
CREATE INDEX mention_by_address ON mention (site, h);
CREATE INDEX mention_by_post ON mention (post);

-- Bounces are counted by keyed hash; in clear only where no hash exists, because no mail could ever go there.
DELETE FROM strike;
ALTER TABLE strike RENAME COLUMN canonical TO who;

-- Lines about an address are found again when it is to be forgotten, also where it is no longer on the list.
ALTER TABLE audit ADD COLUMN h text;
CREATE INDEX audit_by_hash ON audit (site, h) WHERE h IS NOT NULL;

ALTER TABLE erased_address ENABLE ROW LEVEL SECURITY;
ALTER TABLE erased_address FORCE ROW LEVEL SECURITY;
CREATE POLICY site_only ON erased_address TO asteris_request USING (site = current_setting('asteris.site', true));
CREATE POLICY all_sites ON erased_address TO asteris_worker USING (true) WITH CHECK (true);
GRANT SELECT ON erased_address TO asteris_request;
GRANT SELECT, INSERT, UPDATE, DELETE ON erased_address, erased_message, mention TO asteris_worker;
