"""Pages about drug tests."""
