"""Pages about changes of the level of care."""
