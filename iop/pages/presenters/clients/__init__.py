"""What the pages about clients show: read in few statements, worded and addressed before the template."""
