"""Pages about reviews of the level of care."""
