-- What providers themselves tell of the accounts that mail goes out through.

-- told      limits, what mail is signed with, and why something was not told; belongs to the account, not to the settings
-- asked_at  when the provider was asked last
-- ask_at    when it is asked next; taken forward by whoever asks
ALTER TABLE provider
    ADD COLUMN told     jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN asked_at timestamptz,
    ADD COLUMN ask_at   timestamptz NOT NULL DEFAULT asteris_now();
CREATE INDEX provider_ask ON provider (preset, ask_at);
