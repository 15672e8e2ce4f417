"""What must stay cheap and what must never be promised twice, seen from outside: whole requests."""
