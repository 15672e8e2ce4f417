"""What Django checks of the house before it starts: identifiers are kept encrypted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.db import models

from iop.core.crypto import EncryptedField

IDENTIFIER = re.compile(
    r"(^|_)(ssn|social_security|itin|tax_id|mbi|hicn|passport|medicaid|medicare|state_id|drivers?_?licen[cs]e"
    r"|(member|subscriber|policy|insurance)_(number|no|id|code))(_|$)"
)
"""Names of columns that hold what identifies somebody outside the clinic (45 CFR 164.514(b)(2)(i))."""
HOLDS_TEXT = (models.CharField, models.TextField, models.IntegerField, models.BigIntegerField, models.JSONField)


def identifiers_are_encrypted(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a column named like a government or member number that is not an ``EncryptedField``."""
    houses = apps.get_app_configs() if app_configs is None else app_configs
    found = (model for house in houses for model in house.get_models(include_auto_created=True))
    return [_complaint(field) for model in found for field in open_identifiers(model)]


def open_identifiers(model: type[models.Model]) -> Iterator[Any]:
    """Name a model's columns that are called like an identifier and kept in the clear."""
    for field in model._meta.local_concrete_fields:
        if IDENTIFIER.search(field.name) and isinstance(field, HOLDS_TEXT) and not isinstance(field, EncryptedField):
            yield field


def _complaint(field: Any) -> Error:
    return Error(
        f"{field.model._meta.label}.{field.name} is named like an identifier and is kept in the clear.",
        hint="Make it an iop.core.crypto.EncryptedField, or give it the name of what it really holds.",
        obj=field,
        id="iop.E001",
    )
