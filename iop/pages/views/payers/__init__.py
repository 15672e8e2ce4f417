"""Pages about payers, numbers and prices."""
