"""What the pages about integrations show."""
