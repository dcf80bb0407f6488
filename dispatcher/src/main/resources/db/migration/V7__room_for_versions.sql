-- A delivery is written three times within a moment. With room for the later versions beside the first, they lie on one page: it is
-- locked, logged and read once, and what is dead there goes with the next write. No plan hangs on statistics here (ADR 0028), and a new
-- sample of 30,000 rows after each two per cent of changes took a tenth of what the table costs.
ALTER TABLE delivery SET (fillfactor = 50, autovacuum_analyze_scale_factor = 1);
ALTER TABLE attempt SET (autovacuum_analyze_scale_factor = 1);
