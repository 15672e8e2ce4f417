"""What the pages about who covers a client show."""
