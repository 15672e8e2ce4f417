"""Pages about what clients ask for about their times."""
