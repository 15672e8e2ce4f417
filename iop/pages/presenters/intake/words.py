"""How the pages of intake word statuses, ages and look-alikes."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clients.choices import InquiryStatus, Urgency
from clients.intake import Lookalike
from clients.intake_rules import Alike, FitState
from iop.core import clock
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import clock_words, day_words

STATUS_TONES: dict[str, str] = {
    InquiryStatus.NEW: "new",
    InquiryStatus.CONTACTED: "info",
    InquiryStatus.ASSESSMENT_BOOKED: "info",
    InquiryStatus.ASSESSED: "accent",
    InquiryStatus.ACCEPTED: "good",
    InquiryStatus.ADMITTED: "good",
    InquiryStatus.REFERRED_OUT: "note",
    InquiryStatus.DECLINED: "quiet",
    InquiryStatus.LOST: "quiet",
}
URGENCY_TONES: dict[str, str] = {
    Urgency.ROUTINE: "quiet",
    Urgency.SOON: "info",
    Urgency.URGENT: "warn",
    Urgency.EMERGENCY: "bad",
}
FIT_TONES: dict[str, str] = {FitState.FITS: "good", FitState.UNKNOWN: "wait", FitState.DOES_NOT_FIT: "warn"}
ALIKE: dict[str, Any] = {
    Alike.BIRTH_AND_NAME: gettext_lazy("Same birth date, similar name"),
    Alike.PHONE_AND_NAME: gettext_lazy("Same number, similar name"),
    Alike.NAME_AND_NEAR_BIRTH: gettext_lazy("Similar name, almost the same birth date"),
    Alike.PHONE: gettext_lazy("Same number"),
    Alike.NAME: gettext_lazy("Similar name"),
}
A_DAY = dt.timedelta(days=1)


def age_words(since: dt.datetime, at: dt.datetime) -> str:
    """Say how long ago something was, shortly: "12 min", "5 h", "3 days"."""
    passed = max(at - since, dt.timedelta(0))
    if passed < dt.timedelta(hours=1):
        return _("%(number)d min") % {"number": passed.seconds // 60}
    if passed < A_DAY:
        return _("%(number)d h") % {"number": passed.seconds // 3600}
    return ngettext("%(number)d day", "%(number)d days", passed.days) % {"number": passed.days}


def left_words(until: dt.datetime, at: dt.datetime) -> str:
    """Say how long something still holds: "1 day 4 h", "35 min"; nothing when it is over."""
    left = until - at
    if left <= dt.timedelta(0):
        return ""
    hours, rest = divmod(left.seconds, 3600)
    if left.days:
        days = ngettext("%(number)d day", "%(number)d days", left.days) % {"number": left.days}
        return f"{days} {_('%(number)d h') % {'number': hours}}" if hours else days
    return f"{_('%(number)d h') % {'number': hours}} {rest // 60} min" if hours else f"{max(1, rest // 60)} min"


def due_words(due: dt.datetime | None, at: dt.datetime, zone: str) -> tuple[str, str]:
    """Say when a next step is due, with a tone: overdue, today, later."""
    if due is None:
        return "", "quiet"
    local, now = due.astimezone(ZoneInfo(zone)), at.astimezone(ZoneInfo(zone))
    if due < at:
        return _("overdue for %(age)s") % {"age": age_words(due, at)}, "bad"
    if local.date() == now.date():
        return _("today %(time)s") % {"time": clock_words(local)}, "warn"
    if local.date() == now.date() + A_DAY:
        return _("tomorrow %(time)s") % {"time": clock_words(local)}, "info"
    return f"{day_words(local.date())}, {clock_words(local)}", "quiet"


def instant(at: dt.datetime, zone: str) -> str:
    """Say an instant at the site: "Mon 2 Mar, 9:05"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day_words(clock.local_date(at, zone))}, {clock_words(local)}"


def lookalike_words(one: Lookalike) -> dict[str, Any]:
    """Word a look-alike: enough to tell people apart, and no more."""
    if one.kind == "restricted":
        more = _("Ask the privacy officer before you go on.")
        return {"value": "", "kind": one.kind, "id": None, "who": _("A chart that is kept apart"), "more": more,
                "reason": str(ALIKE[one.reason]), "url": ""}  # fmt: skip
    month = dateformat.format(one.last_contact, "F Y") if one.last_contact else ""
    born = _("born %(year)s") % {"year": one.birth_year} if one.birth_year else ""
    kind = _("has a chart") if one.kind == "client" else _("asked before")
    when = _("last contact %(month)s") % {"month": month} if month else ""
    page = "client" if one.kind == "client" else "inquiry"
    return {
        "value": f"{one.kind}:{one.id}",
        "kind": one.kind,
        "id": one.id,
        "who": ", ".join(part for part in (one.initials, born) if part),
        "more": " · ".join(part for part in (kind, when) if part),
        "reason": str(ALIKE[one.reason]),
        "url": to(page)(one.id) if one.is_open_to and one.id else "",
    }
