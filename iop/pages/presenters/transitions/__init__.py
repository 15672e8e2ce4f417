"""What the pages about changes of level show."""
