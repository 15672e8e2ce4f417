"""What a surveyor would ask for, and what of it is not as it should be."""
