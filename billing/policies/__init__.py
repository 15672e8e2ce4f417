"""Who may do what with money, one file for each noun."""
