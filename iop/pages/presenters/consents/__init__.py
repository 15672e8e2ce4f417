"""What the pages about consents show."""
