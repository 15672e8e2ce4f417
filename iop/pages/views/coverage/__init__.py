"""Pages about who covers a client."""
