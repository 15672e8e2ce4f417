"""What left, what may leave and to whom, as pages show it."""
