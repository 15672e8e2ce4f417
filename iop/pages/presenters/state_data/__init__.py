"""What pages about the state's data sets and readiness show."""
