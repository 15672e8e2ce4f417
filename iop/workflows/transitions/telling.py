"""Who is told of a change of level, and of its being undone: the client in neutral words, colleagues through their work list."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from django.db.models import Q

from clients.models import CareTeamMembership, Episode
from clients.reach import phone_words, reachable
from iop.access.actors import Actor
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.words import Sentence, day_words, say, sentence
from iop.notifications.actions import queue_many, withdraw
from iop.notifications.choices import Channel
from iop.work.actions import NewItem, drop_for, open_items
from iop.work.choices import WorkKind
from iop.workflows.transitions.case import Case
from iop.workflows.transitions.wish import Done
from iop.workflows.transitions.words import joined
from scheduling.notices import draft
from sessions_app.models import ProgramSession, SessionFacilitator
from therapy.choices.transitions import Area

SUBJECT = "therapy.transition"


def tell(case: Case) -> Iterator[Done]:
    """Tell the client where they agreed to be told, and the people who see them then."""
    channel = _to_client(case.by, case.episode, case.id, "schedule_changes", case.day, case.at)
    client = {
        Channel.SMS.value: say("The client, by text message"), Channel.EMAIL.value: say("The client, by e-mail"),
    }.get(channel, say("Not the client: they agreed to no messages. Tell them yourself."))  # fmt: skip
    yield Done(Area.TOLD, "", client)
    staff = colleagues(case)
    _to_staff(case.by, case.episode, case.id, staff, case.day, case.at, "decided")
    if staff:
        names = sorted(row.name for row in StaffMember.objects.filter(pk__in=staff))
        yield Done(Area.TOLD, "", joined(names), act="told", data={"staff": sorted(str(pk) for pk in staff)})


def tell_undone(
    *, by: Actor, episode: Episode, transition_id: uuid.UUID, day: dt.date, staff: set[uuid.UUID], at: dt.datetime
) -> None:
    """Take back what was not sent or read yet, and tell those who know of the change that everything stays."""
    if not withdraw(by=by, about=(SUBJECT, transition_id)):
        _to_client(by, episode, transition_id, "schedule_stays", day, at)
    drop_for(by=by, subject=(SUBJECT, transition_id), at=at)
    _to_staff(by, episode, transition_id, staff, day, at, "undone")


def colleagues(case: Case) -> set[uuid.UUID]:
    """Give the care team of the first day, and whoever leads the first day of the new track, without the one who decides."""
    team = CareTeamMembership.objects.on(case.day).filter(episode=case.episode)
    found = set(team.values_list("staff_id", flat=True))
    if case.track is not None:
        days = ProgramSession.objects.standing().filter(track=case.track, on__gte=case.day)
        first = days.order_by("starts_at").values("pk")[:1]
        found |= set(
            SessionFacilitator.objects.filter(component__session__in=first, role="lead").values_list("staff", flat=True)
        )
    working = StaffMember.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=case.day), pk__in=found)
    return set(working.values_list("pk", flat=True)) - {case.by.staff_id}


def _to_client(
    by: Actor, episode: Episode, transition_id: uuid.UUID, template: str, day: dt.date, at: dt.datetime
) -> str:
    reach = reachable([episode.client_id]).get(episode.client_id)
    if reach is None:
        return ""
    words = draft(
        reach=reach, template=template, about=(SUBJECT, transition_id), key="", site_id=episode.site_id, due_at=at,
        day=_day(day, reach.language), phone=phone_words(episode.site.phone),
    )  # fmt: skip
    queue_many(by=by, drafts=[words])
    return str(reach.channel)


def _to_staff(
    by: Actor,
    episode: Episode,
    transition_id: uuid.UUID,
    staff: set[uuid.UUID],
    day: dt.date,
    at: dt.datetime,
    what: str,
) -> None:
    due_at = max(at, clock.at_local(day, dt.time(9), episode.site.time_zone))
    items = [
        NewItem(
            kind=WorkKind.TRANSITION_STEP, site_id=episode.site_id, subject=(SUBJECT, transition_id), summary=_summary(day, what),
            due_at=due_at, dedupe_key=f"transition-{what}:{transition_id}:{pk}", assignee_id=pk, client_id=episode.client_id,
        )
        for pk in sorted(staff)
    ]  # fmt: skip
    open_items(by=by, items=items)


def _summary(day: dt.date, what: str) -> Sentence:
    words = say("From {day} on a client's level or days change: look at what it means for you.")
    if what == "undone":
        words = say("The change from {day} on was undone: everything stays as it was.")
    return sentence(words, day=day_words(day))


def _day(day: dt.date, language: str) -> str:
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en_US")
    return format_date(day, "EEEE, MMMM d" if locale.language == "en" else "EEEE d 'de' MMMM", locale=locale)
