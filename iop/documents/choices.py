"""Kinds of files and signatures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignatureMeaning(models.TextChoices):
    AUTHOR = "author", _("Signed")
    COSIGNER = "cosigner", _("Co-signed")


ALLOWED_FILES = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
}
"""What may be uploaded, by its real content, and the ending it is kept under."""
MAX_FILE_BYTES = 15 * 1024 * 1024
