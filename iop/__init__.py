"""The project package: composition, and the ground that every app stands on."""

from iop.celery import app as celery_app

__all__ = ["celery_app"]
