"""What treatment days know when somebody decides or sums up (the slot ``EVIDENCE``).

Days and hours attended, participation, goals kept, cravings, and use as the client tells it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import mean
from typing import Any

from django.db.models import F

from clients.choices import Substance
from clients.evidence import Fact, Subject
from clients.models import Episode
from iop.access.choices import Permission
from iop.core.words import hours_minutes, say, sentence
from sessions_app.choices import ATTENDED, MISSED, GoalOutcome, Participation, SessionStatus, UseReport
from sessions_app.makeups import service_minutes
from sessions_app.models import Attendance, ReportedUse, ShortTermGoal

ENOUGH = 4
"""Fewer check-ins say nothing about a course."""


def facts(episode: Episode, first: dt.date, last: dt.date, at: dt.datetime) -> list[Fact]:
    """Sum up a stay's treatment days between two days (four statements)."""
    rows = _rows(episode, first, last)
    return [
        *_attendance(rows, episode.client_id), *_participation(rows), *_goals(episode, first, last), *_cravings(rows),
        *_use(episode, rows, first, last),
    ]  # fmt: skip


def _rows(episode: Episode, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    rows = Attendance.objects.filter(
        episode=episode, session__on__gte=first, session__on__lte=last,
        session__status__in=[SessionStatus.CLOSED, SessionStatus.FINAL],
    ).on_roster()  # fmt: skip
    found: Iterable[Any] = rows.order_by("session__starts_at").values(
        "status", "credited_minutes", "participation", "session__on", cravings=F("check_in__cravings"),
        use=F("self_report__use"), day=F("session_id"),
    )  # fmt: skip
    return list(found)


def _attendance(rows: Sequence[dict[str, Any]], client_id: uuid.UUID) -> list[Fact]:
    came = [row for row in rows if row["status"] in ATTENDED]
    missed = [row for row in rows if row["status"] in MISSED]
    if not came and not missed:
        return []
    planned = service_minutes(row["day"] for row in (*came, *missed))
    words = sentence(
        say("Attended {came} of {all} treatment days, {hours} of {planned} of service."),
        came=len(came), all=len(came) + len(missed), hours=hours_minutes(sum(row["credited_minutes"] for row in came)),
        planned=hours_minutes(sum(planned.get(row["day"], 0) for row in (*came, *missed))),
    )  # fmt: skip
    tone = "warn" if len(missed) * 4 > len(came) + len(missed) else "good"
    place = ("sessions_app.attendance_of", client_id)
    return [Fact(Subject.ATTENDANCE, words, on=(came or missed)[-1]["session__on"], tone=tone, place=place)]


def _participation(rows: Sequence[dict[str, Any]]) -> list[Fact]:
    counted = Counter(row["participation"] for row in rows if row["participation"])
    if not counted:
        return []
    parts = ", ".join(f"{each.label} {counted[each]}" for each in Participation if counted[each])
    words = sentence(say("Participation by days: {parts}."), parts=parts)
    return [Fact(Subject.PARTICIPATION, words, on=rows[-1]["session__on"], needs=Permission.NOTE_VIEW)]


def _goals(episode: Episode, first: dt.date, last: dt.date) -> list[Fact]:
    rows = ShortTermGoal.objects.filter(
        attendance__episode=episode, attendance__session__on__gte=first, attendance__session__on__lte=last,
        withdrawn_at__isnull=True,
    ).exclude(outcome="")  # fmt: skip
    counted = Counter(rows.order_by().values_list("outcome", flat=True))
    if not counted:
        return []
    words = sentence(
        say("Kept {kept} of {all} goals between treatment days, {partly} partly."),
        kept=counted[GoalOutcome.KEPT], partly=counted[GoalOutcome.PARTLY], all=counted.total(),
    )  # fmt: skip
    return [Fact(Subject.CLIENTS_VIEW, words, needs=Permission.NOTE_VIEW)]


def _cravings(rows: Sequence[dict[str, Any]]) -> list[Fact]:
    """Compare the first quarter of the check-ins with the last one."""
    said = [(row["session__on"], row["cravings"]) for row in rows if row["cravings"] is not None]
    if len(said) < ENOUGH:
        return []
    part = max(1, len(said) // 4)
    early, late = mean(value for _on, value in said[:part]), mean(value for _on, value in said[-part:])
    words = sentence(
        say("Cravings at check-in went from {early} to {late} of 10 on average."),
        early=f"{early:.1f}",
        late=f"{late:.1f}",
    )
    tone = "good" if late < early else "warn" if late > early else "neutral"
    return [Fact(Subject.USE, words, on=said[-1][0], tone=tone, needs=Permission.NOTE_VIEW)]


def _use(episode: Episode, rows: Sequence[dict[str, Any]], first: dt.date, last: dt.date) -> list[Fact]:
    counted = Counter(row["use"] for row in rows if row["use"])
    if not counted:
        return []
    words = sentence(
        say("Asked {asked} times about use: {none} times none, {used} times used, {not_said} times not said."),
        asked=counted.total(), none=counted[UseReport.NONE], used=counted[UseReport.USED],
        not_said=counted[UseReport.PREFERS_NOT],
    )  # fmt: skip
    asked_on = [row["session__on"] for row in rows if row["use"]][-1]
    found = [Fact(Subject.USE, words, on=asked_on, needs=Permission.NOTE_VIEW)]
    latest = ReportedUse.objects.filter(
        report__attendance__episode=episode, report__attendance__session__on__gte=first,
        report__attendance__session__on__lte=last,
    ).order_by("-report__attendance__session__on", "-on")  # fmt: skip
    for substance, on, said_on in latest.values_list("substance", "on", "report__attendance__session__on")[:1]:
        told = sentence(say("Last use told: {substance}."), substance=Substance(substance).label)
        found.append(Fact(Subject.USE, told, on=on or said_on, tone="warn", needs=Permission.NOTE_VIEW))
    return found
