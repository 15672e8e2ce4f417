"""A client's papers: one place to begin, and a page for each kind."""
