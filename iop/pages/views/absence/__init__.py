"""Pages about missed days."""
