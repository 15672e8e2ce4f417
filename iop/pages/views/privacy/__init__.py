"""Recipients, sending, what left, emergencies and reviews."""
