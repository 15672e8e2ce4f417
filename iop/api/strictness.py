"""Filters mean what they say: a value that is none is refused, instead of being passed over and everything given."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from typing import Any

import django_filters as filters
from django.db import models
from django.http import QueryDict
from django_filters.rest_framework import DjangoFilterBackend
from django_filters.utils import get_model_field

from iop.core.errors import Invalid
from iop.core.words import say


class Ids(filters.FilterSet):
    """A row is filtered by its id alone: one that isn't there and one that may not be seen both give an empty list."""

    FILTER_DEFAULTS = {
        **filters.FilterSet.FILTER_DEFAULTS,
        models.ForeignKey: {"filter_class": filters.UUIDFilter},
        models.OneToOneField: {"filter_class": filters.UUIDFilter},
    }


class ById(DjangoFilterBackend):
    """Filters by coded values."""

    filterset_base = Ids


UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-](?:0\d|1[0-5]):[0-5]\d)", re.ASCII)
"""The database knows no offset of sixteen hours and more; no place has one."""
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
WHOLE = re.compile(r"-?\d+", re.ASCII)


SHAPING = frozenset({"page_size", "cursor", "fields", "expand", "format"})
"""What a list may be asked besides its filters."""


def refuse_loose(told: QueryDict, filterset: type[filters.FilterSet] | None) -> None:
    """Refuse a filter that isn't there, and an empty, repeated or misshapen value. Raises ``Invalid`` with the filter's name.

    A misspelt filter would otherwise be passed over, and everything given.
    """
    known = filterset.base_filters if filterset else {}
    refuse_unknown(told, {*known, *SHAPING})
    for name, kind in known.items():
        values = told.getlist(name)
        several = isinstance(kind, filters.BaseCSVFilter | filters.MultipleChoiceFilter)
        if len(values) > 1 and not several:
            raise Invalid(say("Give this once."), field=name)
        for value in values:
            if not _fits(kind, value, filterset):
                raise Invalid(say("This is not a value that can be filtered by."), field=name)


def refuse_unknown(told: QueryDict, known: Collection[str]) -> None:
    """Refuse what a list may not be asked. Raises ``Invalid`` with its name."""
    for name in told:
        if name not in known:
            raise Invalid(say("This list has no filter of that name."), field=name[:80])


def _fits(kind: Any, value: str, filterset: Any) -> bool:
    if value == "" or "\0" in value:
        return False
    if isinstance(kind, filters.UUIDFilter):
        return bool(UUID.fullmatch(value))
    if isinstance(kind, filters.BooleanFilter):
        return value in ("true", "false")
    if isinstance(kind, filters.IsoDateTimeFilter | filters.DateTimeFilter):
        return bool(INSTANT.fullmatch(value))
    if isinstance(kind, filters.DateFilter):
        return _is_day(value)
    if isinstance(kind, filters.NumberFilter):
        return bool((WHOLE if _is_of_whole_numbers(filterset, kind) else NUMBER).fullmatch(value))
    return True


def _is_of_whole_numbers(filterset: Any, kind: Any) -> bool:
    model = filterset._meta.model
    return model is not None and isinstance(get_model_field(model, kind.field_name), models.IntegerField)


def _is_day(value: str) -> bool:
    if not DAY.fullmatch(value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True
