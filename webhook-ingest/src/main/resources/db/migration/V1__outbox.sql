CALL asteris.create_outbox();
