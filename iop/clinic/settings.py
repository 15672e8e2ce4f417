"""The clinic's own numbers, as they stood on a date."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q

from iop.clinic.choices import SETTINGS
from iop.clinic.models import SettingValue


def value(key: str, *, on: dt.date, site_id: uuid.UUID | None = None) -> Any:
    """Give one setting as it holds on ``on``. Raises ``KeyError`` for a key that ``choices.SETTINGS`` does not know."""
    return values([key], on=on, site_id=site_id)[key]


def values(keys: Iterable[str], *, on: dt.date, site_id: uuid.UUID | None = None) -> dict[str, Any]:
    """Give several settings in one query: the site's own value before the clinic's, the newest begun, else the default."""
    found = {key: SETTINGS[key].default for key in keys}
    where = Q(site__isnull=True) | Q(site_id=site_id) if site_id else Q(site__isnull=True)
    rows = (
        SettingValue.objects.filter(where, key__in=list(found), valid_from__lte=on)
        .order_by("key", F("site").desc(nulls_last=True), "-valid_from", "-id")
        .distinct("key")
    )
    return found | dict(rows.values_list("key", "value"))
