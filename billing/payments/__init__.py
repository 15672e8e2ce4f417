"""Paying online: the interface a provider answers, and one that needs nobody outside."""
