"""What the pages about treatment plans show."""
