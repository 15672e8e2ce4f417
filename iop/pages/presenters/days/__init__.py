"""What the pages of the treatment day show, read in a fixed number of statements and put into words here."""
