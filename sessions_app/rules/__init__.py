"""What is true of a treatment day: pure functions on plain values, split by subject."""
