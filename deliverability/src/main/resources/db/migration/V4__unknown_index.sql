-- Unknown outcomes of a site are counted every few facts; without an index that reads all messages of eight days.
CREATE INDEX seen_message_unknown ON seen_message (site, state_at) WHERE state = 'unknown';
