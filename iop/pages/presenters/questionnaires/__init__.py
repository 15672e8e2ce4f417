"""What pages about questionnaires show."""
