"""Fields of what is sent: rows named by their id, as far as the caller may see them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from iop.access.actors import Actor
from iop.core.words import say

NOBODY_SEES = say("There is nothing with that id that you may see.")
NEVER_THERE = say("This client is not in care at that site.")
Rows = Callable[[Actor], "models.QuerySet[Any]"]


def seen(model: type[models.Model], *permissions: str) -> Rows:
    """Give what reads the rows of ``model`` that the actor may see, with ``permissions`` where its query set asks for them."""
    manager: Any = model._default_manager
    return lambda actor: manager.visible_to(actor, *permissions)


def every(model: type[models.Model]) -> Rows:
    """Give what reads every row of a list that belongs to the whole clinic (levels, codes, kinds)."""
    return lambda actor: model._default_manager.all()


@extend_schema_field({"type": "string", "format": "uuid"})
class RowField(serializers.Field[Any, Any, Any, Any]):
    """A row, named by its id (or, with ``by``, by another of its unique columns). What the caller may not see looks like none.

    ``of`` reads the rows that may be named: ``seen(Client)``, ``every(LevelOfCare)``, or any function of the actor.
    """

    default_error_messages = {"none": NOBODY_SEES, "not_an_id": say("This is not an id.")}

    def __init__(self, of: Rows, *, by: str = "pk", **kwargs: Any) -> None:
        self.of, self.by = of, by
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> models.Model:
        """Find the row."""
        row: models.Model | None = self.of(self.context["actor"]).filter(**{self.by: self._told(data)}).first()
        if row is None:
            self.fail("none")
        return row

    def to_representation(self, value: Any) -> Any:
        """Give the id back."""
        return str(getattr(value, self.by))

    def _told(self, data: Any) -> Any:
        if self.by != "pk":
            if "\0" in str(data):
                self.fail("none")
            return str(data)
        try:
            return uuid.UUID(str(data))
        except ValueError:
            self.fail("not_an_id")


@extend_schema_field({"type": "string"})
class KeyField(RowField):
    """A row named by its key: a level of care, a kind, a code."""

    def __init__(self, of: Rows, *, by: str = "key", **kwargs: Any) -> None:
        super().__init__(of, by=by, **kwargs)


@extend_schema_field({"type": "array", "items": {"type": "string", "format": "uuid"}})
class RowsField(serializers.Field[Any, Any, Any, Any]):
    """Several rows, named by their ids, read in one statement."""

    default_error_messages = {"none": NOBODY_SEES, "not_an_id": say("This is not a list of ids.")}

    def __init__(self, of: Rows, *, allow_empty: bool = True, **kwargs: Any) -> None:
        self.of, self.allow_empty = of, allow_empty
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> list[models.Model]:
        """Find the rows, in the order in which they were named."""
        if not isinstance(data, list) or (not data and not self.allow_empty):
            self.fail("not_an_id")
        try:
            wanted = [uuid.UUID(str(one)) for one in data]
        except ValueError:
            self.fail("not_an_id")
        found = self.of(self.context["actor"]).in_bulk(wanted)
        if set(found) != set(wanted):
            self.fail("none")
        return [found[pk] for pk in dict.fromkeys(wanted)]

    def to_representation(self, value: Any) -> Any:
        """Give the ids back."""
        return [str(row.pk) for row in value]


class AtASiteOfCare(serializers.Serializer[Any]):
    """A body with a ``client`` and a ``site``: what is written at a site is read there, so it must be one where they are or were in care."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a site where the client never was. Raises ``ValidationError`` beside ``site``."""
        if not self.was_there(attrs):
            raise serializers.ValidationError({"site": str(NEVER_THERE)}, "not_in_care_there")
        return attrs

    def was_there(self, attrs: dict[str, Any]) -> bool:
        """Say whether the client has or had a stay at the site."""
        there: bool = attrs["client"].episodes.filter(site=attrs["site"]).exists()
        return there


class DayField(serializers.DateField):
    """A day of people's lives: between 1900 and 2199, so that a clinic may reckon with it."""

    default_error_messages = {"far": say("Give a day between 1900 and 2199.")}

    def to_internal_value(self, value: Any) -> dt.date:
        """Read the day."""
        day: dt.date = super().to_internal_value(value)
        if not 1900 <= day.year < 2200:
            self.fail("far")
        return day


class InstantField(serializers.DateTimeField):
    """A moment, with its offset from UTC: a wall time alone could be anybody's, and is another one when the clocks change."""

    default_error_messages = {
        "no_offset": say("Give the time with its offset from UTC, as in 2026-03-02T09:00:00-05:00.")
    }

    def enforce_timezone(self, value: dt.datetime) -> dt.datetime:
        """Refuse a wall time of no place."""
        if value.utcoffset() is None:
            self.fail("no_offset")
        moment: dt.datetime = super().enforce_timezone(value)
        return moment


class TextField(serializers.CharField):
    """Optional words: empty when they aren't sent."""

    def __init__(self, max_length: int = 2000, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("allow_blank", True)
        kwargs.setdefault("default", "")
        super().__init__(max_length=max_length, **kwargs)
