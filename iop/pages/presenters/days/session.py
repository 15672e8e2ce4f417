"""The session page: the day's frame, its parts, its roster and its note, in a fixed number of statements."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import hours_minutes
from iop.pages.presenters.days.words import KIND_COLOURS, SESSION_TONES, clock_of, unusual, usual
from iop.pages.presenters.schedule.when import day_words, span_words
from scheduling.choices import ComponentCategory, FacilitatorRole
from scheduling.models import Handout
from sessions_app.choices import SessionStatus
from sessions_app.models import ProgramSession, SessionFacilitator
from sessions_app.policies import may_change_plan, may_run

OPEN = frozenset({SessionStatus.PLANNED, SessionStatus.RUNNING})
OVER = frozenset({SessionStatus.CLOSED, SessionStatus.FINAL})


@dataclass(frozen=True)
class Frame:
    """What stands at the head of every page of one day."""

    id: uuid.UUID
    url: str
    version: int
    title: str
    day: str
    when: str
    sub: str
    focus: str
    zone: str
    status: Any
    tone: str
    is_planned: bool
    is_running: bool
    is_over: bool
    is_cancelled: bool
    cancel_reason: str
    telehealth_link: str
    may_run: bool
    may_manage: bool
    may_correct: bool
    may_write: bool
    may_read_notes: bool
    may_raise: bool
    closed: str
    urls: Mapping[str, str]


def frame(session: ProgramSession, actor: Actor) -> Frame:
    """Put a day's frame into words; no statement of its own."""
    zone = ZoneInfo(session.site.time_zone)
    status = SessionStatus(session.status)
    return Frame(
        id=session.pk,
        url=reverse("session", args=[session.pk]),
        version=session.version,
        title=session.track.name,
        day=day_words(session.on),
        when=span_words(session.starts_at, session.ends_at, zone),
        sub=_sub(session, zone),
        focus=session.focus,
        zone=session.site.time_zone.replace("_", " "),
        status=status.label,
        tone=SESSION_TONES[status],
        is_planned=status == SessionStatus.PLANNED,
        is_running=status == SessionStatus.RUNNING,
        is_over=status in OVER,
        is_cancelled=status == SessionStatus.CANCELLED,
        cancel_reason=session.cancel_reason,
        telehealth_link=session.telehealth_link or session.track.telehealth_link,
        may_run=may_run(actor, session) is None,
        may_manage=may_change_plan(actor, session) is None,
        may_correct=status in OVER and actor.can(Permission.ATTENDANCE_CORRECT, session.site_id),
        may_write=status not in (SessionStatus.PLANNED, SessionStatus.CANCELLED)
        and actor.can(Permission.NOTE_WRITE, session.site_id),
        may_read_notes=actor.can(Permission.NOTE_VIEW, session.site_id),
        may_raise=actor.can(Permission.CONCERN_RAISE, session.site_id),
        closed=_closed(session, zone),
        urls={name: reverse(f"session_{name}", args=[session.pk]) for name in URLS},
    )


URLS = (
    "start",
    "close",
    "concern",
    "calls",
    "homework",
    "manage",
    "sign_in_sheet",
    "downtime",
    "entry",
    "note",
    "sign",
    "everyone",
    "people",
)
"""Places that belong to a day; each is the URL named ``session_<name>``."""


def parts(session: ProgramSession, at: dt.datetime) -> list[dict[str, Any]]:
    """Give the day's parts with planned and real times, who leads, topic with handouts and exercise: one statement."""
    zone = ZoneInfo(session.site.time_zone)
    rows = [_part(row, zone, at, session) for row in _part_rows(session)]
    common = usual(_place(row) for row in rows)
    due = next((row for row in rows if row["may_begin"] and row["is_due"]), None)
    for row in rows:
        row["differs"] = " · ".join(unusual(_place(row), common))
        # One part at a time is about to begin: only that one offers it, the others on their own page.
        row["may_begin"] = row is due
    return rows


def led(rows: Sequence[dict[str, Any]]) -> str:
    """Say once who leads and where, for the head of the page."""
    return " · ".join(filter(None, usual(_place(row) for row in rows)))


def _place(row: dict[str, Any]) -> tuple[str, str]:
    return ", ".join(row["leads"]), row["room"] or ""


def _part_rows(session: ProgramSession) -> Iterable[Any]:
    people = SessionFacilitator.objects.filter(component=OuterRef("pk")).order_by("-role")
    fields = JSONObject(
        first="staff__first_name", last="staff__last_name", role="role",
        for_first="stands_in_for__first_name", for_last="stands_in_for__last_name",
    )  # fmt: skip
    return (
        session.components.order_by("position")
        .annotate(
            people=ArraySubquery(people.values(json=fields)),
            has_handouts=Exists(Handout.objects.filter(topic=OuterRef("topic"))),
        )
        .values(
            "id", "version", "title", "kind__name", "kind__category", "starts_at", "ends_at", "actual_starts_at", "actual_ends_at",
            "room__name", "topic__title", "topic__summary", "exercise__title", "exercise__script", "exercise__minutes", "people",
            "counts_as_service", "has_handouts",
        )
    )  # fmt: skip


def _part(row: dict[str, Any], zone: ZoneInfo, at: dt.datetime, session: ProgramSession) -> dict[str, Any]:
    start, end = row["actual_starts_at"], row["actual_ends_at"]
    begun = (start or row["starts_at"]) <= at < (end or row["ends_at"])
    is_running = session.status == SessionStatus.RUNNING
    return {
        "id": str(row["id"]),
        "version": row["version"],
        "url": reverse("session_part", args=[session.pk, row["id"]]),
        "title": row["title"] or row["kind__name"],
        "kind": KIND_COLOURS.get(row["kind__category"], "break"),
        "planned": span_words(row["starts_at"], row["ends_at"], zone),
        "minutes": hours_minutes(int((row["ends_at"] - row["starts_at"]).total_seconds() // 60)),
        "began": clock_of(start, zone),
        "ended": clock_of(end, zone),
        "leads": [_leader(person) for person in row["people"]],
        "room": row["room__name"],
        "topic": row["topic__title"] or "",
        "summary": row["topic__summary"] or "",
        "has_handouts": row["has_handouts"],
        "exercise": row["exercise__title"] or "",
        "script": row["exercise__script"] or "",
        "wants_topic": row["kind__category"] in TEACHES and not row["topic__title"],
        "is_break": row["kind__category"] == ComponentCategory.BREAK,
        "current": is_running and begun,
        "may_begin": is_running and start is None,
        "is_due": row["ends_at"] > at,
        "may_end": is_running and start is not None and end is None,
    }


TEACHES = frozenset(
    {
        ComponentCategory.GROUP,
        ComponentCategory.PSYCHOEDUCATION,
        ComponentCategory.LIFE_SKILLS,
        ComponentCategory.VOCATIONAL,
    }
)


def _leader(person: Mapping[str, Any]) -> str:
    name = f"{person['first']} {person['last']}"
    if person["for_first"]:
        return _("%(name)s, standing in for %(other)s") % {
            "name": name,
            "other": f"{person['for_first']} {person['for_last']}",
        }
    return name if person["role"] == FacilitatorRole.LEAD else _("with %(name)s") % {"name": name}


def _sub(session: ProgramSession, zone: ZoneInfo) -> str:
    return f"{day_words(session.on)}, {span_words(session.starts_at, session.ends_at, zone)} · {session.site.name}"


def _closed(session: ProgramSession, zone: ZoneInfo) -> str:
    if session.closed_at is None:
        return ""
    who = session.closed_by.name if session.closed_by else ""
    return _("Closed %(time)s by %(name)s") % {"time": clock_of(session.closed_at, zone), "name": who}
