"""Pages about claims and their batches."""
