"""Pages about what payers authorized."""
