-- Hours and days of a site are those of its own zone, and some zones are off by a half or three quarters of an hour, so an hour of
-- UTC is too coarse to add them up from. Every zone's hour begins with a quarter of one.
ALTER TABLE stat RENAME COLUMN hour TO quarter;
