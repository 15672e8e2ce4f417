"""Pages about the end of a stay, check-ins after it and asking for more support."""
