"""Pages about treatment plans."""
