"""Words, statuses and transition tables of billing, one file for each noun."""
