"""What signing, co-signing and what may follow a signature have in common, whatever is signed."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from iop.api.fields import TextField

LONGEST = 20_000
"""As much text as one part of a clinical paper holds."""


class VersionIn(serializers.Serializer[Any]):
    """The version that was read. ``If-Match`` may carry it instead."""

    version = serializers.IntegerField(min_value=1)


class CommentIn(serializers.Serializer[Any]):
    """A supervisor's comment, if there is one."""

    comment = TextField()


class ReturnIn(serializers.Serializer[Any]):
    """Why it goes back."""

    comment = serializers.CharField(max_length=2000)


class ReasonIn(serializers.Serializer[Any]):
    """Why, in a few words."""

    reason = serializers.CharField(max_length=300)


class AddendumIn(serializers.Serializer[Any]):
    """What is added to something signed, and why."""

    text = serializers.CharField(max_length=LONGEST)
    reason = serializers.CharField(max_length=300)


class AddendumOut(serializers.ModelSerializer[Any]):
    """What was added, under whose name and licence."""

    author = serializers.UUIDField(source="author_id")


class CoSignatureOut(serializers.ModelSerializer[Any]):
    """A supervisor's answer."""

    by = serializers.UUIDField(source="by_id")


ADDENDUM_FIELDS = ["id", "author", "credential", "text", "reason", "signed_at", "digest"]
COSIGNATURE_FIELDS = ["id", "by", "at", "decision", "comment"]
