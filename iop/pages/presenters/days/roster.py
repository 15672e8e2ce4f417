"""The roster of a day: who is there, since when, what matters about them, and what a tap may make of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Subquery
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.core import clock
from iop.core.words import hours_minutes
from iop.pages.presenters.days.asking import may_read_care
from iop.pages.presenters.days.matters import chips, with_authorization, with_matters
from iop.pages.presenters.days.words import BUTTON_TONES, KEYS, SHORT, TONES, called_names, clock_of, initials_of
from sessions_app import policies
from sessions_app.caseload import untold
from sessions_app.choices import (
    ATTENDANCE_MOVES,
    ATTENDED,
    AttendanceMode,
    AttendanceStatus,
    OutreachOutcome,
    Participation,
    SessionStatus,
)
from sessions_app.models import Attendance, Outreach, ProgramSession, ShortTermGoal

FIELDS = (
    "id", "version", "client_id", "episode_id", "client__legal_first_name", "client__legal_last_name", "client__preferred_name", "client__pronouns",
    "client__is_restricted",
    "status", "mode", "source", "arrived_at", "left_at", "participation", "credited_minutes", "absence_reason",
    "proposed_arrived_at", "remote_location", "remote_callback",
    "check_in__mood", "check_in__cravings", "check_in__chose_not_to_share", "check_in__id", "wrap_up__id",
    "first_day", "last_status", "concern_open", "measure_alarms", "measure_due", "absence_limit", "goals_open", "goals_set", "last_outreach",
    "session__on", "authorization", "authorized_before",
)  # fmt: skip
BUTTONS = (
    AttendanceStatus.PRESENT,
    AttendanceStatus.LATE,
    AttendanceStatus.ABSENT,
    AttendanceStatus.ABSENT_EXCUSED,
    AttendanceStatus.LEFT_EARLY,
    AttendanceStatus.EXPECTED,
)
SILENT = Participation.SILENT


def rows(session: ProgramSession, *, only: uuid.UUID | None = None) -> list[dict[str, Any]]:
    """Read a day's roster, or one line of it, with what matters: one statement."""
    lines = Attendance.objects.on_roster().filter(session=session)
    if only is not None:
        lines = lines.filter(pk=only)
    outreach = Outreach.objects.filter(attendance=OuterRef("pk")).order_by("-at")
    goals = ShortTermGoal.objects.filter(attendance=OuterRef("pk"), withdrawn_at__isnull=True)
    found = with_authorization(with_matters(lines), session).annotate(
        last_outreach=Subquery(outreach.values("outcome")[:1]), goals_set=Exists(goals)
    )
    return list(found.order_by().values(*FIELDS))


def shown(
    session: ProgramSession, actor: Actor, found: Sequence[dict[str, Any]], token: str = ""
) -> list[dict[str, Any]]:
    """Put roster lines into words, sorted by the name they are called; a statement only when somebody restricted is there.

    ``token`` is the request's CSRF token: given, each row that may be marked carries its buttons (``tap``).
    """
    zone = ZoneInfo(session.site.time_zone)
    names = called_names(found)
    may_mark = policies.may_mark(actor, session) is None
    labels = {status: str(words) for status, words in SHORT.items()}
    ready = [_shown(row, names[row["client_id"]], session, zone, labels) for row in found]
    if may_mark:
        _add_taps(ready, session, token)
    if not may_read_care(actor, session.site_id):
        ready = [row | NO_MORE for row in ready]
    elif any(row["client__is_restricted"] for row in found):
        hidden = {str(row["id"]) for row in found if row["client_id"] in untold(actor, session.pk, clock.now())}
        ready = [row | NO_MORE if row["id"] in hidden else row for row in ready]
    return sorted(ready, key=lambda row: (str(row["name"]).casefold(), row["id"]))


NO_MORE: dict[str, Any] = {"url": "", "chips": [], "facts": []}
"""What a roster line keeps back from those who may know the short name alone."""


def counts(found: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Count a roster by what the head of the page says about it."""
    here = sum(row["status"] in ATTENDED for row in found)
    unmarked = sum(row["status"] == AttendanceStatus.EXPECTED for row in found)
    return {"here": here, "unmarked": unmarked, "all": len(found), "away": len(found) - here - unmarked}


def print_of(row: dict[str, Any]) -> str:
    """Give a short print of one line as it was read: another print, another line."""
    return blake2b(repr([row[field] for field in FIELDS]).encode(), digest_size=6).hexdigest()


def state_of(found: Sequence[dict[str, Any]]) -> str:
    """Give a short print of a whole roster, by which an open page asks whether anything has changed."""
    whole = "".join(sorted(print_of(row) for row in found))
    return blake2b(whole.encode(), digest_size=8).hexdigest()


def is_live(session: ProgramSession, at: dt.datetime) -> bool:
    """Say whether a roster may change by itself: while the day is under way, and when its check-ins may come in before it."""
    if session.status == SessionStatus.RUNNING:
        return True
    return session.status == SessionStatus.PLANNED and at >= session.starts_at - LIVE_BEFORE


LIVE_BEFORE = dt.timedelta(hours=24)


def call_list(
    session: ProgramSession, found: Sequence[dict[str, Any]], at: dt.datetime, minutes: int
) -> list[dict[str, Any]]:
    """Keep who is to be called: not there some minutes after the start, or absent, and nobody reached them yet."""
    if session.status == SessionStatus.PLANNED or at < session.starts_at + dt.timedelta(minutes=minutes):
        return []
    missing = (AttendanceStatus.EXPECTED, AttendanceStatus.ABSENT)
    return [row for row in found if row["status"] in missing and row["last_outreach"] not in SETTLES]


SETTLES = frozenset({OutreachOutcome.REACHED_COMING, OutreachOutcome.REACHED_EXCUSED, OutreachOutcome.REACHED_DECLINED})
"""Outcomes after which nobody needs to call again today."""


def _shown(
    row: dict[str, Any], name: str, session: ProgramSession, zone: ZoneInfo, labels: dict[str, str]
) -> dict[str, Any]:
    status = row["status"]
    row_id = str(row["id"])
    return {
        "id": row_id,
        "name": name,
        "initials": initials_of(row),
        "version": row["version"],
        "status": status,
        "label": labels[status],
        "tone": TONES[status],
        "times": _times(row, session, zone),
        "chips": chips(row),
        "facts": _facts(row),
        "url": f"/sessions/{session.pk}/clients/{row_id}/",
        "tap": "",
        "is_here": status in ATTENDED,
        "say": f"{name}: {labels[status]}",
        "print": print_of(row),
    }


FIRST = {
    AttendanceStatus.EXPECTED: {
        AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.ABSENT, AttendanceStatus.ABSENT_EXCUSED,
    },
    AttendanceStatus.ABSENT: {AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.ABSENT},
    AttendanceStatus.ABSENT_EXCUSED: {
        AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.ABSENT_EXCUSED,
    },
}  # fmt: skip
"""What a row offers at once, by its state; the other legal states stand behind "more", and under their keys."""
FIRST_WHEN_HERE = {AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY}


ROW, VERSION = "00000000-row", "00000000-version"
"""What stands for a row's id and version in the buttons of a status, which are drawn once for all its rows."""


def _add_taps(ready: list[dict[str, Any]], session: ProgramSession, token: str) -> None:
    # Thirty rows of buttons drawn one by one cost more than all the rest of the page.
    if not token:
        return
    drawn = {status: _drawn(status, session, token) for status in {row["status"] for row in ready}}
    for row in ready:
        html = drawn[row["status"]].replace(ROW, row["id"]).replace(VERSION, str(row["version"]))
        row["tap"] = mark_safe(html)  # noqa: S308 - a template's output, in which an id and a number were put


def _drawn(status: str, session: ProgramSession, token: str) -> str:
    context = {
        "id": ROW,
        "version": VERSION,
        "url": f"/sessions/{session.pk}/clients/{ROW}/mark/",
        "csrf_token": token,
        "is_here": status in ATTENDED,
        **_offered(status),
    }
    return render_to_string("session/tap.html", context)


def _offered(status: str) -> dict[str, Any]:
    legal = _buttons(status)
    first = FIRST.get(AttendanceStatus(status), FIRST_WHEN_HERE)
    return {
        "buttons": [button for button in legal if button["value"] in first],
        "more": [button for button in legal if button["value"] not in first],
    }


def _buttons(status: str) -> list[dict[str, Any]]:
    legal = ATTENDANCE_MOVES[status]
    return [
        {
            "value": str(to),
            "label": SHORT[to] if to != AttendanceStatus.EXPECTED else _("Undo"),
            "tone": BUTTON_TONES.get(to, ""),
            "key": KEYS[to],
            "pressed": to == status,
        }
        for to in BUTTONS
        if to in legal or (to == status and to != AttendanceStatus.EXPECTED)
    ]


def _times(row: dict[str, Any], session: ProgramSession, zone: ZoneInfo) -> str:
    come, gone = clock_of(row["arrived_at"], zone), clock_of(row["left_at"], zone)
    words = []
    if come:
        words.append(_("in %(time)s") % {"time": come})
    if gone:
        words.append(_("out %(time)s") % {"time": gone})
    if come and session.status in (SessionStatus.CLOSED, SessionStatus.FINAL):
        words.append(hours_minutes(row["credited_minutes"]))
    # A time and its word stay together when the row is narrow.
    words = [word.replace(" ", "\u00a0") for word in words]
    if row["absence_reason"]:
        words.append(row["absence_reason"])
    return " · ".join(words)


def _facts(row: dict[str, Any]) -> list[tuple[str, Any]]:
    if row["status"] not in ATTENDED:
        reached = row["last_outreach"]
        before = [_check_in(row)] if row["check_in__id"] and row["status"] == AttendanceStatus.EXPECTED else []
        return [*before, *([("telephone", OutreachOutcome(reached).label)] if reached else [])]
    found: list[tuple[str, Any]] = []
    if row["mode"] == AttendanceMode.TELEHEALTH:
        asked = row["remote_location"] and row["remote_callback"]
        found.append(("camera-video", _("By video") if asked else _("By video: ask where they are")))
    found.append(_check_in(row))
    if row["participation"] == SILENT:
        found.append(("check2", _("Present, chose not to share")))
    if row["wrap_up__id"]:
        found.append(("check2", _("Wrap-up done")))
    return found


def _check_in(row: dict[str, Any]) -> tuple[str, Any]:
    if row["check_in__id"] is None:
        return ("dash-circle", _("Goals to ask about") if row["goals_open"] else _("No check-in yet"))
    if row["check_in__chose_not_to_share"]:
        return ("check2", _("Checked in, chose not to share"))
    mood, cravings = row["check_in__mood"], row["check_in__cravings"]
    if mood is None and cravings is None:
        return ("check2", _("Checked in"))
    shown_mood = "–" if mood is None else mood
    shown_cravings = "–" if cravings is None else cravings
    return ("check2", _("Mood %(mood)s · cravings %(cravings)s") % {"mood": shown_mood, "cravings": shown_cravings})


def client_url(session_id: uuid.UUID, attendance_id: uuid.UUID) -> str:
    """Give the page of one client within a day."""
    return reverse("session_client", args=[session_id, attendance_id])
