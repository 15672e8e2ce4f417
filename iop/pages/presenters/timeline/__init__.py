"""Reading the timeline of a stay, and what warns early."""
