"""Moving, cancelling and staffing a day: what would happen and to whom, before it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.access.actors import Actor
from iop.clinic.models import StaffMember
from iop.core.errors import Invalid, Refusal
from iop.core.words import Sentence, say
from iop.pages.presenters.days.client import as_uuid
from iop.pages.presenters.schedule.when import day_words, span_words
from scheduling.models import Room
from sessions_app import actions as days
from sessions_app.actions.moving import Scope
from sessions_app.models import Attendance, ProgramSession, SessionComponent

Change = Callable[[], Sequence[ProgramSession]]
SHOWN_DAYS = 6


@dataclass
class Rehearsal:
    """What a change would do, found out by doing it and taking it back; or the sentence that refuses it."""

    refusal: Sentence | None = None
    consequences: list[str] = field(default_factory=list)


def page(session: ProgramSession) -> dict[str, Any]:
    """Give the choices of the manage page."""
    zone = ZoneInfo(session.site.time_zone)
    parts = session.components.select_related("kind", "room").order_by("position")
    return {
        "date": session.on.isoformat(),
        "time": session.starts_at.astimezone(zone).strftime("%H:%M"),
        "components": [
            {"id": str(part.pk), "title": part.title or part.kind.name, "room": part.room.name if part.room else ""}
            for part in parts
        ],
        "rooms": [
            {"id": str(room.pk), "name": room.name}
            for room in Room.objects.filter(site=session.site_id, is_active=True)
        ],
        "people": [
            {"id": str(one.pk), "name": one.name}
            for one in StaffMember.objects.who_may_lead(session.on, session.site_id)
        ],
    }


def change_of(session: ProgramSession, actor: Actor, typed: Mapping[str, Any], at: dt.datetime) -> Change:
    """Read a form of the manage page as the change that it asks for. Raises ``Invalid`` for what cannot be read."""
    make = CHANGES.get(str(typed.get("do", "")))
    if make is None:
        raise Invalid(say("Choose what to change."))
    return make(session, actor, typed, at)


def rehearse(session: ProgramSession, change: Change) -> Rehearsal:
    """Do a change and take it back, so that what is shown is exactly what would happen."""
    try:
        with transaction.atomic():
            changed = list(change())
            found = _consequences(session, changed)
            transaction.set_rollback(True)
    except Refusal as told:
        return Rehearsal(refusal=told.sentence)
    return Rehearsal(consequences=found)


def _consequences(session: ProgramSession, changed: Sequence[ProgramSession]) -> list[str]:
    zone = ZoneInfo(session.site.time_zone)
    whens = [f"{day_words(day.on)}, {span_words(day.starts_at, day.ends_at, zone)}" for day in changed[:SHOWN_DAYS]]
    more = len(changed) - SHOWN_DAYS
    if more > 0:
        whens.append(_("and %(more)s more") % {"more": more})
    clients = Attendance.objects.on_roster().filter(session__in=changed).values("client").distinct().count()
    return [
        ngettext("%(n)s day changes: %(whens)s", "%(n)s days change: %(whens)s", len(changed)) % {"n": len(changed), "whens": "; ".join(whens)},
        ngettext("%(n)s client is affected and is told", "%(n)s clients are affected and are told", clients) % {"n": clients},
        _("The colleagues who lead it are told"),
    ]  # fmt: skip


def _move(session: ProgramSession, actor: Actor, typed: Mapping[str, Any], at: dt.datetime) -> Change:
    try:
        day, wall = dt.date.fromisoformat(str(typed.get("date"))), dt.time.fromisoformat(str(typed.get("time")))
    except ValueError:
        raise Invalid(say("Give a date and a time."), field="date") from None
    # Without a zone it is the site's wall time, which the action checks against the clock change.
    start = dt.datetime.combine(day, wall)
    version, scope = _version(typed), _scope(typed)
    return lambda: days.move_session(by=actor, session=session, version=version, starts_at=start, at=at, scope=scope)


def _cancel(session: ProgramSession, actor: Actor, typed: Mapping[str, Any], at: dt.datetime) -> Change:
    version, scope, reason = _version(typed), _scope(typed), str(typed.get("reason", ""))
    return lambda: days.cancel_session(by=actor, session=session, version=version, reason=reason, at=at, scope=scope)


def _room(session: ProgramSession, actor: Actor, typed: Mapping[str, Any], at: dt.datetime) -> Change:
    parts, scope = _parts(session, typed), _scope(typed)
    room = get_object_or_404(Room, pk=as_uuid(str(typed.get("room", "")))) if typed.get("room") else None
    return lambda: _each(parts, lambda part: days.change_room(by=actor, component=part, room=room, at=at, scope=scope))


def _facilitator(session: ProgramSession, actor: Actor, typed: Mapping[str, Any], at: dt.datetime) -> Change:
    parts, scope = _parts(session, typed), _scope(typed)
    staff = get_object_or_404(StaffMember, pk=as_uuid(str(typed.get("staff", ""))))
    return lambda: _each(
        parts, lambda part: days.change_facilitator(by=actor, component=part, staff=staff, at=at, scope=scope)
    )


CHANGES = {"move": _move, "cancel": _cancel, "room": _room, "facilitator": _facilitator}


def _each(
    parts: Sequence[SessionComponent], work: Callable[[SessionComponent], Sequence[ProgramSession]]
) -> list[ProgramSession]:
    found: dict[Any, ProgramSession] = {}
    with transaction.atomic():
        for part in parts:
            found |= {day.pk: day for day in work(part)}
    return list(found.values())


def _parts(session: ProgramSession, typed: Mapping[str, Any]) -> list[SessionComponent]:
    rows = session.components.select_related("kind", "session").order_by("position")
    asked = as_uuid(str(typed.get("component", "")))
    found = list(rows.filter(pk=asked)) if asked else list(rows)
    if not found:
        raise Invalid(say("Choose a part of this day."), field="component")
    return found


def _scope(typed: Mapping[str, Any]) -> Scope:
    return cast(Scope, str(typed.get("scope") or "this"))


def _version(typed: Mapping[str, Any]) -> int:
    text = str(typed.get("version", ""))
    if not text.isdecimal():
        raise Invalid(say("The form is incomplete; load the page again."))
    return int(text)
