"""The chart's further parts: each reads what it shows, and rows cost no statement."""
