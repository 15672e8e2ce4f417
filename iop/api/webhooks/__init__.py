"""Telling integrations of changes: planning, signing, delivering (docs/api.md)."""
