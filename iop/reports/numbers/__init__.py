"""The readers: each report's numbers in a few statements, whatever the number of rows."""
