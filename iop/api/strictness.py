"""Filters mean what they say: a value that is none is refused, instead of being passed over and everything given."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import django_filters as filters
from django.db import models
from django.http import QueryDict
from django_filters.rest_framework import DjangoFilterBackend

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
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def refuse_loose(told: QueryDict, filterset: type[filters.FilterSet] | None) -> None:
    """Refuse an empty, repeated or misshapen value of a filter. Raises ``Invalid`` with the filter's name."""
    for name, kind in (filterset.base_filters if filterset else {}).items():
        values = told.getlist(name)
        several = isinstance(kind, filters.BaseCSVFilter | filters.MultipleChoiceFilter)
        if len(values) > 1 and not several:
            raise Invalid(say("Give this once."), field=name)
        for value in values:
            if not _fits(kind, value):
                raise Invalid(say("This is not a value that can be filtered by."), field=name)


def _fits(kind: Any, value: str) -> bool:
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
        return bool(NUMBER.fullmatch(value))
    return True


def _is_day(value: str) -> bool:
    if not DAY.fullmatch(value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True
