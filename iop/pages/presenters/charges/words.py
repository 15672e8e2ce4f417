"""Tones and words that all pages about days and charges share."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from billing.choices.rules import DayState, HoldCode, HoldOwner
from billing.models import ClientDay
from billing.rules.held import HALF, LATE, PAST, FilingClock, filing_clock
from iop.access.actors import Actor
from iop.access.choices import Permission

STATE_TONES = {
    DayState.BILLABLE: "good", DayState.HELD: "warn", DayState.REVIEW: "bad", DayState.NOT_BILLABLE: "quiet",
    DayState.OPEN: "info",
}  # fmt: skip
STATE_ICONS = {
    DayState.BILLABLE: "check-circle", DayState.HELD: "hourglass-split", DayState.REVIEW: "exclamation-triangle",
    DayState.NOT_BILLABLE: "dash-circle", DayState.OPEN: "clock",
}  # fmt: skip
CLOCK_TONES = {PAST: "bad", LATE: "bad", HALF: "warn"}
PLACES: dict[str, tuple[str, Permission]] = {
    HoldCode.NOT_FINAL: ("client_attendance", Permission.CLIENT_VIEW),
    HoldCode.NO_PLAN: ("client_plan", Permission.NOTE_VIEW),
    HoldCode.NO_DIAGNOSIS: ("client_care", Permission.CLIENT_EDIT),
    HoldCode.LEVEL_CLASH: ("client_care", Permission.CLIENT_VIEW),
    HoldCode.NO_CONSENT: ("client_consents", Permission.CLIENT_VIEW),
    HoldCode.NO_COVERAGE: ("client_coverage", Permission.BILLING_VIEW),
    HoldCode.COVERAGE_UNCHECKED: ("client_coverage", Permission.BILLING_VIEW),
    HoldCode.COVERAGE_INACTIVE: ("client_coverage", Permission.BILLING_VIEW),
    HoldCode.NO_AUTHORIZATION: ("client_authorizations", Permission.BILLING_VIEW),
    HoldCode.UNITS_USED_UP: ("client_authorizations", Permission.BILLING_VIEW),
}
"""Where what holds a day is mended, for those who may open it: pages of the client's chart."""
CLINIC_PLACES: dict[str, tuple[str, Permission]] = {
    HoldCode.NO_RULE: ("payers", Permission.BILLING_SETUP),
    HoldCode.NO_FEE: ("payers", Permission.BILLING_SETUP),
    HoldCode.NOT_ENROLLED: ("payers", Permission.BILLING_SETUP),
    HoldCode.CREDENTIAL: ("staff", Permission.STAFF_EDIT),
}
"""The same of what is set up for the clinic."""


def state_of(day: ClientDay) -> dict[str, Any]:
    """Give a day's state as a chip: word, tone and icon. A billable day says whether it is charged."""
    state = DayState(day.state)
    label = str(state.label)
    if state == DayState.BILLABLE and day.charged_at:
        label = _("Charged")
    return {"label": label, "tone": STATE_TONES[state], "icon": STATE_ICONS[state]}


def clock_of(on: dt.date, file_by: dt.date | None, today: dt.date) -> dict[str, Any] | None:
    """Give the filing clock as words, tone and percent; none where nobody sets a limit."""
    clock: FilingClock | None = filing_clock(on, file_by, today)
    if clock is None:
        return None
    return {
        "words": clock.words,
        "tone": CLOCK_TONES.get(clock.mark, "quiet"),
        "percent": max(0, min(clock.percent, 100)),
    }


def hold_words(code: str) -> str:
    """Say a hold's code in words."""
    return str(HoldCode(code).label)


def owner_words(day: ClientDay) -> str:
    """Say whose turn it is: the colleague by name where it is one person's."""
    owner = str(HoldOwner(day.owner).label)
    return f"{day.owner_staff.name} ({owner})" if day.owner_staff else owner


def mending_place(actor: Actor, code: str, client_id: uuid.UUID, site_id: uuid.UUID) -> str:
    """Give the address where a hold is mended; empty for somebody who may not go there, or where it is mended by somebody else."""
    name, needs = PLACES.get(code) or CLINIC_PLACES.get(code) or ("", None)
    if needs is None or not actor.can(needs, site_id):
        return ""
    try:
        return reverse(name, args=[client_id] if code in PLACES else [])
    except NoReverseMatch:
        return ""
