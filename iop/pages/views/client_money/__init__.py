"""Pages about what clients pay."""
