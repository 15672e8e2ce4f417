"""What is done to reviews of the level of care."""
