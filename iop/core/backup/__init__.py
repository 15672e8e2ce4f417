"""Encrypted copies of the database and the files, and the way back. Nothing is written in the clear on the way."""
