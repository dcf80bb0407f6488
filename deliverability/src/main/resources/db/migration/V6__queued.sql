-- Messages that were queued, as many as were heard of at once in a row. Most are sent within a moment and get a row in seen_message then;
-- what still waits after half a minute gets one from here (ADR 0030).
CREATE TABLE queued (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    heard_at timestamptz   NOT NULL DEFAULT asteris_now(),
    messages uuid[]        NOT NULL,
    sites    text[]        NOT NULL,
    versions integer[]     NOT NULL,
    at       timestamptz[] NOT NULL,
    due_at   timestamptz[] NOT NULL
);
ALTER TABLE queued ENABLE ROW LEVEL SECURITY;
ALTER TABLE queued FORCE ROW LEVEL SECURITY;
CREATE POLICY all_sites ON queued TO asteris_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON queued TO asteris_worker;

-- So a message is seldom written twice, and needs no room beside its first version.
ALTER TABLE seen_message RESET (fillfactor);
