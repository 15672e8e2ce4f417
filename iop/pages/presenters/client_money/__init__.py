"""What the pages about clients' money show."""
