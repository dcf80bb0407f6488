CREATE TABLE outbox (
    id         uuid PRIMARY KEY,
    topic      text        NOT NULL,
    key        text        NOT NULL,
    type       text        NOT NULL,
    site       text        NOT NULL,
    body       bytea       NOT NULL,
    trace      text,
    created_at timestamptz NOT NULL DEFAULT asteris_now()
);
GRANT SELECT, INSERT, DELETE ON outbox TO asteris_worker;
GRANT INSERT ON outbox TO asteris_request;
