"""Words for what clients ask for about their times."""
