"""Pages about medications and case management."""
