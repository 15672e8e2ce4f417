"""A client's week: what is on, how the hours stand in kind words, what they asked for, and days they may make up."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from clients.choices import EpisodeStatus
from clients.models import Client, Episode
from iop.core import clock
from iop.core.words import Sentence, day_words, hours_minutes, say, sentence, time_words
from iop.pages.presenters.clients.meter import meter_of
from iop.portal.presenters import coming as words
from scheduling.models import Appointment
from sessions_app import absence, coming, own_make_ups
from sessions_app.actions.asking import kinds_for
from sessions_app.ask_choices import AskStatus
from sessions_app.coming import Coming
from sessions_app.hours import weeks
from sessions_app.models import Attendance, ProgramSession, ScheduleAsk
from sessions_app.rules.absence import is_short_notice
from sessions_app.rules.hours import Seat, WeekHours

WEEK = dt.timedelta(days=7)
DEFAULT_ZONE = "UTC"
TONES = {AskStatus.OPEN: "wait", AskStatus.DONE: "good", AskStatus.DECLINED: "note", AskStatus.WITHDRAWN: "quiet"}
ANSWERS_SHOWN = dt.timedelta(days=14)


def page(client: Client, at: dt.datetime) -> dict[str, Any]:
    """Give this week and the next, in a fixed number of statements but for the seats of at most three misses."""
    zone = _zone(client)
    today = clock.local_date(at, zone)
    first = today - dt.timedelta(days=today.weekday())
    start = clock.day_bounds(first, zone)[0]
    middle, end = (clock.day_bounds(first + WEEK * n, zone)[0] for n in (1, 2))
    # Who was taken off a day has nothing to do with it any more; what was called off for all is said.
    found = [item for item in coming.of_client(client.pk, start, end) if not item.is_taken_off]
    asks = _asks(client, at)
    open_about = {ask.attendance_id or ask.appointment_id for ask in asks if ask.status == AskStatus.OPEN}
    return {
        "weeks": [
            {"title": _("This week"), "days": _days(_until(found, middle), at, open_about)},
            {"title": _("Next week"), "days": _days(_from(found, middle), at, open_about)},
        ],
        "zone": words.zones(found),
        "hours": hours(weeks([client.pk], week_of=today, at=at).get(client.pk)),
        "asks": [_ask(ask) for ask in asks],
        "make_ups": [_make_up(row, seats) for row, seats in own_make_ups.choices(client.pk, at)],
    }


def hours(week: WeekHours | None) -> dict[str, Any] | None:
    """Say how the week's hours stand, kindly: what is there, and what is still to come."""
    if week is None or (not week.required and not week.attended):
        return None
    return {"meter": meter_of(week), "sentence": kind_words(week)}


def kind_words(week: WeekHours) -> Sentence:
    """Put a week's hours into words to oneself. Nobody is scolded."""
    been = hours_minutes(week.attended)
    if not week.required or week.state == "none":
        return sentence(say("You have been here for {hours} this week."), hours=been)
    left = max(0, week.required - week.attended)
    if week.state == "reached":
        return sentence(say("You have been here for {hours} this week: all of it. Well done."), hours=been)
    if week.state == "on_track":
        said = say("You have been here for {hours}; {left} are still ahead this week. You are on your way.")
        return sentence(said, hours=been, left=hours_minutes(left))
    if week.state == "needs_make_up":
        said = say("You have been here for {hours}. One more day would make this week whole: choose one below.")
        return sentence(said, hours=been)
    said = say("You have been here for {hours} this week. It did not all work out; next week is a new one.")
    return sentence(said, hours=been)


def about_of(client: Client, kind: str, thing_id: uuid.UUID) -> Attendance | Appointment:
    """Give the client's own treatment day or appointment. Raises ``Http404`` for anything else."""
    found: Attendance | Appointment | None = None
    if kind == coming.SESSION:
        lines = Attendance.objects.filter(client=client, session=thing_id)
        found = lines.select_related("session__site", "session__track").first()
    elif kind == coming.APPOINTMENT:
        found = Appointment.objects.filter(client=client, pk=thing_id).select_related("site", "staff", "room").first()
    if found is None:
        raise Http404
    return found


def asking(client: Client, about: Attendance | Appointment, at: dt.datetime) -> dict[str, Any]:
    """Give what the page for asking shows: the thing, what may be asked, and what the notice means, honestly."""
    session = about.session if isinstance(about, Attendance) else None
    thing_id, starts = (session.pk, session.starts_at) if session else (about.pk, about.starts_at)  # type: ignore[union-attr]
    found = coming.of_client(client.pk, starts, starts + dt.timedelta(minutes=1))
    item = next(each for each in found if each.id == thing_id)
    return {
        "item": words.card(item, at),
        "kinds": [(kind.value, kind.label) for kind in kinds_for(about)],
        "notice": _notice(session, at) if session else None,
    }


def ask_url(item: Coming, at: dt.datetime) -> str:
    """Give where the client asks about it; meetings outside a stay are anybody's to skip."""
    if item.is_off or item.is_missed or item.starts_at <= at or item.kind == coming.MEETING:
        return ""
    return reverse("my_ask", args=[item.kind, item.id])


def _notice(session: ProgramSession, at: dt.datetime) -> Sentence | None:
    policy = absence.policy_of_day(session.site_id, session.track_id, session.on)
    if policy is None or not policy.notice_hours:
        return None
    if is_short_notice(at, session.starts_at, policy.notice_hours):
        said = say(
            "It is less than {hours} hours before. Telling us still helps; the day counts as missed unless your team "
            "excuses it."
        )
    else:
        said = say("Thank you for telling us early. {hours} hours or more before, the day is excused.")
    return sentence(said, hours=policy.notice_hours)


def _days(found: Iterable[Coming], at: dt.datetime, open_about: set[uuid.UUID | None]) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for item in found:
        is_asked = (item.line_id or item.id) in open_about
        shown = words.card(item, at) | {"ask_url": "" if is_asked else ask_url(item, at), "is_asked": is_asked}
        if not groups or groups[-1]["day"] != shown["day"]:
            groups.append({"day": shown["day"], "items": []})
        groups[-1]["items"].append(shown)
    return groups


def _until(found: Iterable[Coming], instant: dt.datetime) -> list[Coming]:
    return [item for item in found if item.starts_at < instant]


def _from(found: Iterable[Coming], instant: dt.datetime) -> list[Coming]:
    return [item for item in found if item.starts_at >= instant]


def _asks(client: Client, at: dt.datetime) -> list[ScheduleAsk]:
    rows = ScheduleAsk.objects.filter(client=client, asked_at__gte=at - ANSWERS_SHOWN).exclude(
        status=AskStatus.WITHDRAWN
    )
    return list(rows.select_related("site", "attendance__session__track", "appointment"))


def _ask(row: ScheduleAsk) -> dict[str, Any]:
    thing = row.appointment or (row.attendance.session if row.attendance else None)
    zone = row.site.time_zone
    when = f"{day_words(clock.local_date(thing.starts_at, zone))}, {time_words(thing.starts_at, zone)}" if thing else ""
    return {
        "what": row.get_kind_display(),
        "when": when,
        "words": row.words,
        "status": row.get_status_display(),
        "tone": TONES[AskStatus(row.status)],
        "answer": row.answer,
        "take_back": reverse("my_ask_back", args=[row.pk]) if row.status == AskStatus.OPEN else "",
    }


def _make_up(row: Attendance, seats: Sequence[Seat]) -> dict[str, Any]:
    zone = row.session.site.time_zone
    return {
        "url": reverse("my_make_up", args=[row.pk]),
        "missed": str(day_words(row.session.on)),
        "count": len(seats),
        "seats": [
            {
                "id": str(seat.session_id),
                "words": f"{day_words(seat.on)}, {time_words(seat.starts_at, zone)} – {time_words(seat.ends_at, zone)}",
                "place": seat.place,
                "mends": seat.mends_same_week,
            }
            for seat in seats
        ],
    }


def _zone(client: Client) -> str:
    rows = Episode.objects.filter(client=client).exclude(status=EpisodeStatus.NOT_ADMITTED)
    return rows.order_by("-created_at").values_list("site__time_zone", flat=True).first() or DEFAULT_ZONE
