-- Keyed hash of the address that a job forgets, so that its orders name it to those who keep it without a message.
ALTER TABLE job ADD COLUMN address text;
