"""Pure decisions of billing, one file for each noun."""
