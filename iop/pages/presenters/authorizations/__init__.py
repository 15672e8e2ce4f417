"""What the pages about authorizations show."""
