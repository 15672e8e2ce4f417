"""Pages about payers' answers and denials."""
