"""What makes a claim: which charges go together, and what may be wrong with it."""
