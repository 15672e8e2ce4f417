"""How changes look in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from iop.audit.choices import ActorKind


class ChangeOut(serializers.Serializer[Any]):
    """One change: ids and codes. What stands there now is read at the resource."""

    position = serializers.IntegerField()
    at = serializers.DateTimeField()
    event = serializers.CharField()
    resource = serializers.CharField(allow_null=True)
    id = serializers.UUIDField(allow_null=True)
    site = serializers.UUIDField(allow_null=True)
    by = serializers.ChoiceField(choices=ActorKind.choices)
    clients = serializers.ListField(child=serializers.UUIDField())


class StretchOut(serializers.Serializer[Any]):
    """Changes, and where to go on."""

    results = ChangeOut(many=True, source="changes")
    next_since = serializers.IntegerField()
    more = serializers.BooleanField()
