"""The chart: its parts, and what is done from it."""
