"""Messages between clients and their care team: writing and reading them, and who answers."""
