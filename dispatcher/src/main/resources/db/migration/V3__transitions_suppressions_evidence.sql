-- The transitions of RELIABILITY 2, refused here as well as by the types: a row that a statement would move otherwise stays where it is,
-- and the writer learns that it did not move.
CREATE FUNCTION refuse_transition() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    RETURN NULL;
END
$$;

CREATE TRIGGER delivery_begins BEFORE INSERT ON delivery FOR EACH ROW
    WHEN (NOT (NEW.state = ANY ('{queued,held}')))
    EXECUTE FUNCTION refuse_transition();

CREATE TRIGGER delivery_moves BEFORE UPDATE OF state ON delivery FOR EACH ROW
    WHEN (NEW.version <> OLD.version + 1
          OR NEW.fence <> OLD.fence + CASE NEW.state WHEN 'attempting' THEN 1 ELSE 0 END
          OR NOT ((OLD.state || '>' || NEW.state) = ANY ('{
              queued>attempting,     queued>suppressed,     queued>cancelled,     queued>expired,     queued>held,
              retry_wait>attempting, retry_wait>suppressed, retry_wait>cancelled, retry_wait>expired,
              held>retry_wait,       held>suppressed,       held>cancelled,       held>expired,
              attempting>sent,       attempting>retry_wait, attempting>failed,    attempting>uncertain, attempting>held,
              uncertain>sent,        uncertain>retry_wait,  uncertain>unknown,
              unknown>sent,          expired>sent,          failed>sent}')))
    EXECUTE FUNCTION refuse_transition();

-- hashes_all  the addresses' hashes in the scope of all sites, by position; null from an older gateway
-- recipients  gains letters for skipped ones, by reason: b bounce, o complaint, u unsubscribe, i invalid, m manual
-- proven      positions of which a provider reported something although no answer said that they were taken
-- erased      it is not to be sent again, whatever comes of the call under way
ALTER TABLE delivery
    ADD COLUMN hashes_all text[],
    ADD COLUMN proven     integer[],
    ADD COLUMN erased     boolean NOT NULL DEFAULT false;

CREATE INDEX delivery_proven ON delivery (message) WHERE proven IS NOT NULL AND state IN ('uncertain', 'unknown', 'expired', 'failed');

-- The dispatcher's own copy of the topic suppressions; the claim looks here. letter says the reason, as in delivery.recipients.
CREATE TABLE suppression (
    hash       text PRIMARY KEY,
    site       text NOT NULL,
    letter     text NOT NULL,
    at         timestamptz NOT NULL,
    expires_at timestamptz
);

-- How far the copy was read, by partition of the topic.
CREATE TABLE suppression_position (
    partition integer PRIMARY KEY,
    next      bigint NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON suppression, suppression_position TO asteris_worker;
