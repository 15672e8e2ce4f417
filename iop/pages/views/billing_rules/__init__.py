"""Pages about the rules of billing."""
