COMMENT ON COLUMN entry.facts IS 'attempts, states and outcomes (io.asteris.log.fold.FactsForm)';
