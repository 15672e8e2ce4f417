"""Pages about assessments, placement, diagnoses and counseling notes."""
