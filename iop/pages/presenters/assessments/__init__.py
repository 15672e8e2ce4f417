"""Assessments, placement, diagnoses and counseling notes in words."""
