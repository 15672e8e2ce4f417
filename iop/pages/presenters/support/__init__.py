"""What the pages about medications and case management show."""
