"""Bringing clients in from another system: a table or a FHIR bundle is read, looked through, and brought in whole. See docs/imports.md."""
