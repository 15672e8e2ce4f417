"""What the pages about payers, numbers and prices show."""
