"""Days and times as the reader's language writes them, and refusals in words for the person themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _

from iop.core.words import Sentence

HOW_LONG = 25
"""So many lines stand on one page of a list."""
BY_CODE: Mapping[str, Sentence] = {
    "already_signed": _("You have signed this already. Thank you."),
    "discarded": _("This form was put aside. There is nothing to sign."),
    "superseded": _("There is a newer version of this form. Please ask us for it."),
    "stale": _("This form was changed a moment ago. Please read it again before you sign."),
    "incomplete": _("This form is not finished yet. Please ask us about it."),
    "already_revoked": _("You have taken this back already. Nothing leaves on it."),
    "already_stopped": _("This has stopped already. Nothing leaves on it."),
    "not_signed": _("This form was never signed, so there is nothing to take back."),
    "not_revocable_yet": _(
        "By its own words this cannot be taken back yet. Please ask us, or your lawyer, when it can."
    ),
}
"""What a refusal means to the person who signs or takes back, by its code."""


def day(value: dt.date | dt.datetime | None, zone: str = "UTC") -> str:
    """Say a day; an instant by the clock of ``zone``. Nothing for none."""
    if isinstance(value, dt.datetime):
        value = value.astimezone(ZoneInfo(zone)).date()
    return date_format(value, "DATE_FORMAT") if value else ""


def moment(value: dt.datetime, zone: str) -> str:
    """Say a day and the time of day by the clock of ``zone``."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{date_format(local, 'DATE_FORMAT')}, {time_format(local.time(), 'TIME_FORMAT')}"
