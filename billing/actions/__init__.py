"""Verbs of billing that write, one file or package for each noun."""
