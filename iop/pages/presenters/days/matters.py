"""What matters about a client on a treatment day, as columns of the roster's one statement."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext

from billing.choices.authorizations import Standing
from billing.models import Authorization
from billing.rules import authorizations as authorized
from clients.models import Concern
from iop.clinic.choices import SETTINGS
from iop.clinic.models import SettingValue
from iop.pages.presenters.schedule.when import day_words
from sessions_app.choices import ATTENDED, MISSED, AttendanceStatus, SessionStatus
from sessions_app.models import Attendance, LimitReached, ProgramSession, ShortTermGoal
from therapy.choices.measures import AlertLevel
from therapy.models import MeasureAlert, MeasureAssignment

LOOKS_BACK = dt.timedelta(days=14)
"""How far back a missed day still matters."""


def with_matters(lines: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """Add to roster lines: ``first_day``, ``last_status`` of the client's day before, ``concern_open``, ``goals_open``,

    ``measure_alarms``, ``measure_due``, ``absence_limit``.
    """
    earlier = Attendance.objects.filter(session__starts_at__lt=OuterRef("session__starts_at"))
    came_before = earlier.filter(episode=OuterRef("episode"), status__in=ATTENDED)
    day_before = (
        earlier.filter(client=OuterRef("client"), session__on__gte=OuterRef("session__on") - LOOKS_BACK)
        .exclude(status=AttendanceStatus.REMOVED)
        .exclude(session__status=SessionStatus.CANCELLED)
        .order_by("-session__starts_at")
    )
    open_goals = ShortTermGoal.objects.filter(client=OuterRef("client"), outcome="", withdrawn_at__isnull=True)
    return lines.annotate(
        first_day=~Exists(came_before),
        last_status=Subquery(day_before.values("status")[:1]),
        concern_open=Exists(Concern.objects.filter(client=OuterRef("client"), resolved_at__isnull=True)),
        measure_alarms=Exists(
            MeasureAlert.objects.unanswered().filter(
                response__episode__client=OuterRef("client"), level__in=[AlertLevel.URGENT, AlertLevel.TODAY]
            )
        ),
        measure_due=Exists(
            MeasureAssignment.objects.open().filter(episode=OuterRef("episode"), due_on__lte=OuterRef("session__on"))
        ),
        absence_limit=Exists(LimitReached.objects.unsettled().filter(episode=OuterRef("episode"))),
        goals_open=Exists(open_goals.exclude(attendance=OuterRef("pk"))),
        family=F("client__legal_last_name"),
    )


UNITS_ALERT, DAYS_ALERT = "billing.units_alert", "billing.days_alert"
RUNS_OUT: dict[str, str] = {Standing.LOW: "warn", Standing.USED_UP: "bad"}


def with_authorization(lines: QuerySet[Attendance], session: ProgramSession) -> QuerySet[Attendance]:
    """Add ``authorization`` to the lines of a day: what is left of the one that ends last of those that hold, or that there was one.

    With the site's own limits in it, so that the roster stays one statement. No amounts of money.
    """
    mine = Authorization.objects.giving().filter(episode=OuterRef("episode"))
    holding = (
        mine.filter(starts_on__lte=session.on, ends_on__gte=session.on).with_used().order_by("-ends_on", "-starts_on")
    )
    found = holding.values(
        json=JSONObject(
            units="units", used="used", unit="unit", starts_on="starts_on", ends_on="ends_on",
            units_alert=_limit(UNITS_ALERT, session), days_alert=_limit(DAYS_ALERT, session),
        )
    )  # fmt: skip
    return lines.annotate(
        authorization=Subquery(found[:1]), authorized_before=Exists(mine.filter(ends_on__lt=session.on))
    )


def _limit(key: str, session: ProgramSession) -> Subquery:
    rows = SettingValue.objects.filter(
        Q(site=session.site_id) | Q(site__isnull=True), key=key, valid_from__lte=session.on
    )
    return Subquery(rows.order_by(F("site").desc(nulls_last=True), "-valid_from", "-id").values("value")[:1])


def authorization_chip(row: dict[str, Any]) -> list[tuple[str, Any]]:
    """Say that what the payer authorized runs out, with its numbers: "Authorization: 3 of 12 days left"."""
    kept, on = row["authorization"], row["session__on"]
    if kept is None:
        return [("bad", gettext("Authorization ended"))] if row["authorized_before"] else []
    left, given = Decimal(str(kept["units"])) - Decimal(str(kept["used"])), Decimal(str(kept["units"]))
    limits = [SETTINGS[key].default if kept[name] is None else kept[name] for key, name in LIMITS]
    first, last = dt.date.fromisoformat(kept["starts_on"]), dt.date.fromisoformat(kept["ends_on"])
    standing = authorized.standing("approved", left, first, last, on, *limits)
    if standing not in RUNS_OUT:
        return []
    words = gettext("Authorization: %(left)s of %(given)s left, to %(day)s") % {
        "left": authorized.number(left), "given": authorized.units_words(given, kept["unit"]), "day": day_words(last)
    }  # fmt: skip
    return [(RUNS_OUT[standing], words)]


LIMITS = ((UNITS_ALERT, "units_alert"), (DAYS_ALERT, "days_alert"))


def chips(row: dict[str, Any]) -> list[tuple[str, Any]]:
    """Say what matters about a roster line as (tone, words), the gravest first."""
    found: list[tuple[str, Any]] = []
    if row["concern_open"]:
        found.append(("bad", gettext("Concern open")))
    if row["measure_alarms"]:
        found.append(("bad", gettext("Answer to look at")))
    if row["first_day"]:
        found.append(("new", gettext("First day")))
    elif row["last_status"] in MISSED:
        found.append(("absent", gettext("Missed last time")))
    if row["absence_limit"]:
        found.append(("warn", gettext("Missed days: limit reached")))
    if row["source"] == "make_up":
        found.append(("repeat", gettext("Make-up")))
    elif row["source"] == "added":
        found.append(("info", gettext("Added for today")))
    if row["measure_due"]:
        found.append(("info", gettext("Measure due")))
    return found + authorization_chip(row)
