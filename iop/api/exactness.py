"""Bodies mean what they say: a number is no word and a word no switch, as the schema has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail


def loose(field: Any, told: Any) -> Any:
    """Name what in a body has another type than the schema says and would be taken for it; nothing when all is exact."""
    if isinstance(field, serializers.ListSerializer | serializers.ListField):
        found = [loose(field.child, one) or {} for one in told] if isinstance(told, list) else []
        return found if any(found) else None
    if isinstance(field, serializers.Serializer):
        return _in_object(field, told) if isinstance(told, Mapping) else None
    is_loose = (isinstance(field, serializers.CharField) and isinstance(told, int | float)) or (
        isinstance(field, serializers.BooleanField) and isinstance(told, str | int) and not isinstance(told, bool)
    )
    return [ErrorDetail(str(field.error_messages["invalid"]), "invalid")] if is_loose else None


def _in_object(field: serializers.Serializer[Any], told: Mapping[str, Any]) -> dict[str, Any] | None:
    found = {name: loose(child, told[name]) for name, child in field.fields.items() if name in told}
    return {name: wrong for name, wrong in found.items() if wrong} or None
