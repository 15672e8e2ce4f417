"""What billing asks of its tables, one file for each noun."""
