"""Claims and their batches in words."""
