"""Files in what is sent and answered: Base64 in JSON, checked by the same action that keeps the files of the pages."""

from __future__ import annotations

import base64
import io
from typing import Any

from django.core.files.base import ContentFile
from rest_framework import serializers

from iop.core.errors import Invalid
from iop.core.words import say
from iop.documents.choices import MAX_FILE_BYTES
from iop.documents.models import StoredFile

LONGEST = (MAX_FILE_BYTES // 3 + 1) * 4
NOT_BASE64 = say("This is not a file in Base64.")


class UploadIn(serializers.Serializer[Any]):
    """A file: its name, and its content in Base64. PDF, JPEG and PNG are kept, 15 MB at most."""

    name = serializers.CharField(max_length=300)
    content = serializers.CharField(max_length=LONGEST)

    def to_internal_value(self, data: Any) -> Any:
        """Give the bytes as the actions read an upload."""
        told = super().to_internal_value(data)
        try:
            held = decoded(told["content"])
        except ValueError as wrong:
            raise serializers.ValidationError({"content": [str(NOT_BASE64)]}) from wrong
        file = io.BytesIO(held)
        file.name = told["name"]
        return file


def file_in(text: str, field: str) -> ContentFile[bytes] | None:
    """Read a scanned paper or picture out of its Base64 text; none for an empty one. Raises ``Invalid`` beside ``field``."""
    if not text:
        return None
    try:
        return ContentFile(decoded(text), name="scan")
    except ValueError:
        raise Invalid(NOT_BASE64, field=field) from None


def decoded(text: str) -> bytes:
    """Read Base64. Raises ``ValueError`` for what is none."""
    return base64.b64decode(text, validate=True)


class PaperOut(serializers.Serializer[Any]):
    """A paper that was made: its content in Base64."""

    content_type = serializers.CharField()
    content = serializers.CharField()


def paper(content: bytes) -> dict[str, str]:
    """Give a PDF that was made as an answer carries it."""
    return {"content_type": "application/pdf", "content": base64.b64encode(content).decode()}


def held(file: StoredFile) -> str:
    """Give a kept file's bytes in Base64."""
    with file.file.open("rb") as content:
        return base64.b64encode(content.read()).decode()
