"""Bodies that change some of a row's columns and leave the others as they stand."""

from __future__ import annotations

from typing import Any

from django.db import models
from rest_framework import serializers


class PatchIn(serializers.Serializer[Any]):
    """What changes; what is left out stays as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "partial": True})


class VersionedPatchIn(PatchIn):
    """The same of a row that counts its changes: ``version`` is the one that was read (or ``If-Match`` names it)."""

    version = serializers.IntegerField(min_value=1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a change that does not say what was read."""
        if "version" not in attrs:
            raise serializers.ValidationError(
                {"version": self.fields["version"].error_messages["required"]}, "required"
            )
        return attrs


class LookedAtIn(serializers.Serializer[Any]):
    """The version that was read."""

    version = serializers.IntegerField(min_value=1)


class WhyIn(serializers.Serializer[Any]):
    """Why, in a few words."""

    reason = serializers.CharField(max_length=300)


def kept(row: models.Model, given: dict[str, Any], *names: str) -> dict[str, Any]:
    """Give the columns ``names`` as they are to stand: as given, else as they stand in ``row``."""
    return {**{name: getattr(row, name) for name in names}, **given}
