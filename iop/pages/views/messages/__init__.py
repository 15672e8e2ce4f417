"""Pages about messages: the outbox, one message, what failed, what came in, and what providers call."""
