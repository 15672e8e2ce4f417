"""How an authorization is said on pages: chips, what is left, and by when somebody answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.authorizations import gives
from billing.choices.authorizations import AuthStatus, Standing
from billing.models import Authorization
from billing.outlook import Outlook
from billing.rules import authorizations as rules
from iop.core.money import money
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.schedule.when import day_words

TONES: dict[str, str] = {
    Standing.WAITING: "wait", Standing.AHEAD: "info", Standing.IN_FORCE: "good", Standing.LOW: "warn", Standing.USED_UP: "bad",
    Standing.OVER: "quiet", Standing.DENIED: "bad", Standing.APPEALED: "note", Standing.CANCELLED: "quiet",
}  # fmt: skip
LIMITS = ("billing.units_alert", "billing.days_alert")


def standing_of(row: Authorization, left: Decimal, on: dt.date, limits: Mapping[str, Any]) -> str:
    """Say how it stands; what was given in part and is appealed stands as appealed."""
    return rules.standing(row.status, left, row.starts_on, row.ends_on, on, *(limits[key] for key in LIMITS))


def chip(standing: str) -> tuple[str, str]:
    """Give a standing as tone and word."""
    return TONES[standing], str(Standing(standing).label)


def left_of(row: Authorization, left: Decimal) -> str:
    """Say what is left with its numbers; before an answer, what was asked."""
    if gives(row):
        return _("%(left)s of %(given)s left") % {
            "left": rules.number(left), "given": rules.units_words(row.units, row.unit)
        }  # fmt: skip
    return _("asked: %(units)s") % {"units": rules.units_words(row.units_asked, row.unit)}


def runway_words(ahead: Outlook) -> str:
    """Say until when units last when everything planned happens."""
    found = ahead.runway
    if not found.paid and not found.unpaid:
        return _("nothing planned")
    if found.first_unpaid is None:
        return _("covers all that is planned")
    if found.last_paid is None or found.last_paid > found.first_unpaid:
        return _("from %(day)s nothing is left") % {"day": day_words(found.first_unpaid)}
    return _("lasts to %(day)s") % {"day": day_words(found.last_paid)}


def risk_words(ahead: Outlook) -> str:
    """Say the money behind the planned days of four weeks that nothing pays for."""
    if ahead.cents_at_risk:
        return money(ahead.cents_at_risk)
    return _("no price known") if ahead.runway.unpaid and ahead.cents_a_day is None else "–"


def cut_off_words(ahead: Outlook) -> str:
    """Say that an authorization ends in the middle of a week: "ends before Fri 8 May of the same week"."""
    if not ahead.cut_off:
        return ""
    number = len(ahead.cut_off)
    words = ngettext(
        "Ends mid-week: %(days)s of the same week is not covered",
        "Ends mid-week: %(days)s of the same week are not covered",
        number,
    )
    return words % {"days": ", ".join(day_words(day) for day in ahead.cut_off)}


def level_words(ahead: Outlook, authorized: str) -> str:
    """Say that the payer authorized another level than the one they are in."""
    if not ahead.differs or ahead.level is None:
        return ""
    return _("Authorized: %(authorized)s, in treatment: %(level)s") % {
        "authorized": authorized, "level": ahead.level.short_name
    }  # fmt: skip


def due_of(row: Authorization, on: dt.date) -> tuple[dt.date, str] | None:
    """Give the next day on which somebody here answers the payer, and what for."""
    if row.status == AuthStatus.DENIED:
        if row.peer_to_peer_by and row.peer_to_peer_by >= on:
            return row.peer_to_peer_by, _("call between clinicians")
        return (row.appeal_by, _("appeal")) if row.appeal_by else None
    return (row.next_review_on, _("review")) if row.next_review_on else None


def due_words(row: Authorization, on: dt.date) -> tuple[str, str]:
    """Say that day with its tone: "appeal by 3 May 2026"."""
    due = due_of(row, on)
    if due is None:
        return "", ""
    tone = "bad" if due[0] < on else "warn" if (due[0] - on).days <= 7 else "quiet"
    return tone, _("%(what)s by %(day)s") % {"what": due[1], "day": date_words(due[0])}
