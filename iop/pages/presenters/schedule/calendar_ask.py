"""What somebody asked the calendar to show. Coded values only: they stand in the address."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

VIEWS = {"day": _("Day"), "week": _("Week"), "month": _("Month"), "list": _("List")}
WHOSE = {"all": _("Everything"), "staff": _("Clinician"), "room": _("Room"), "track": _("Track")}
LIST_DAYS = 14


@dataclass(frozen=True)
class Ask:
    """One view of one site's calendar. ``chosen`` is the clinician, room or track when ``by`` is not "all"."""

    view: str
    on: dt.date
    by: str
    chosen: uuid.UUID | None
    site_id: uuid.UUID
    path: str

    @property
    def first(self) -> dt.date:
        """The first date shown."""
        if self.view == "week":
            return self.on - dt.timedelta(days=self.on.weekday())
        if self.view == "month":
            start = self.on.replace(day=1)
            return start - dt.timedelta(days=start.weekday())
        return self.on

    @property
    def last(self) -> dt.date:
        """The last date shown."""
        if self.view == "month":
            end = next_month(self.on) - dt.timedelta(days=1)
            return end + dt.timedelta(days=6 - end.weekday())
        return self.first + dt.timedelta(days={"day": 0, "week": 6, "list": LIST_DAYS - 1}[self.view])

    @property
    def days(self) -> list[dt.date]:
        """Every date shown, in order."""
        return [self.first + dt.timedelta(days=step) for step in range((self.last - self.first).days + 1)]

    def url(self, **changes: object) -> str:
        """Give the address of this view with something changed."""
        asked = replace(self, **changes)  # type: ignore[arg-type]
        query = {"view": asked.view, "on": asked.on.isoformat(), "site": asked.site_id, "by": asked.by}
        if asked.chosen and asked.by != "all":
            query["id"] = asked.chosen
        return f"{self.path}?{urlencode(query)}"

    def moved(self, steps: int) -> dt.date:
        """Say the date to look at after paging ``steps`` forward or back."""
        if self.view == "month":
            month = self.on.replace(day=1)
            return next_month(month) if steps > 0 else (month - dt.timedelta(days=1)).replace(day=1)
        return self.on + dt.timedelta(days=steps * {"day": 1, "week": 7, "list": LIST_DAYS}[self.view])


def next_month(day: dt.date) -> dt.date:
    """Say the first day of the month after."""
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def read(query: Mapping[str, str], *, site_id: uuid.UUID, today: dt.date, staff_id: uuid.UUID | None, path: str) -> Ask:
    """Read an address. What cannot be read falls back to this week: an address grown old must still open."""
    by = _one_of(query.get("by"), WHOSE, "all")
    chosen = as_uuid(query.get("id")) or (staff_id if by == "staff" and query.get("view") != "day" else None)
    return Ask(
        view=_one_of(query.get("view"), VIEWS, "week"),
        on=as_date(query.get("on")) or today,
        by=by,
        chosen=chosen,
        site_id=site_id,
        path=path,
    )


def _one_of(value: str | None, allowed: Mapping[str, object], fallback: str) -> str:
    return value if value is not None and value in allowed else fallback


def as_uuid(value: str | None) -> uuid.UUID | None:
    """Read an opaque id, or nothing."""
    try:
        return uuid.UUID(value or "")
    except ValueError:
        return None


def as_date(value: str | None) -> dt.date | None:
    """Read an ISO date a calendar can page around, or nothing."""
    try:
        day = dt.date.fromisoformat(value or "")
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None
