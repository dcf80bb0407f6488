SELECT asteris.create_outbox();
