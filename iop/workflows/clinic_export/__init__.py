"""The clinic's own data, whole, in open formats: written by one command, brought back by another. See docs/clinic_export.md.

An export is a box of files: ``manifest.json``, for each table ``tables/<name>.ndjson`` and ``tables/<name>.schema.json``, and
the stored files under ``files/``. A box is a folder, a zip, or a zip that is sealed (``iop.core.backup.sealed``).
"""
