"""Signing, and keeping files."""

from iop.documents.actions.files import store_file
from iop.documents.actions.signatures import sign, verify

__all__ = ["sign", "store_file", "verify"]
