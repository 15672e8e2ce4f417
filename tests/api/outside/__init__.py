"""What is not in the API, and why."""
