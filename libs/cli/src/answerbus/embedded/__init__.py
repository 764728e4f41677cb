"""The parts that run inside one command: NATS, PostgreSQL, the model, a mailbox, and who watches them."""
