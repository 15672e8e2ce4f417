"""What the pages about the rules of billing show."""
