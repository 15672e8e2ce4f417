"""What is done with the clinical content, by what it is done with."""
