"""The demo's story of groups outside a stay: alumni on Thursday evenings, and a family evening once a month.

Twelve weeks of meetings: made, moved and finished by the same actions as on the pages; who came is written at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any

from clients.choices import ConsentKind, EpisodeStatus
from clients.models import Client, Episode, RelatedPerson
from iop.access.actors import SYSTEM
from iop.clinic.models import Site
from iop.core import clock
from iop.demo import papers
from iop.demo.clinic import Clinic
from scheduling.models import BusyTime, Room
from sessions_app import open_groups
from sessions_app.actions import groups
from sessions_app.group_choices import Audience, Frequency, GroupKind, MeetingStatus, Presence
from sessions_app.models import OpenAttendance, OpenGroup, OpenGroupMember, OpenMeeting

WEEKS = 12
THURSDAY, TUESDAY = 3, 1
EVENING = dt.time(18, 30)
KEEPER = "Lindqvist"
LEADS = {"BOS": ("Oduya", "Acheampong"), "TUC": ("Yazzie", "Delacroix")}
PLACES = {"BOS": 9, "TUC": 8}
COMERS = {"BOS": 12, "TUC": 6}
"""At Boston more people ask than there are places: some wait."""
TOPICS = (
    "What keeps me well", "Holidays and family", "Work again", "Money", "Saying no", "Sleep", "Old friends, new friends",
    "Gratitude", "When a friend uses", "Asking for help", "Fun without it", "A year from now",
)  # fmt: skip
NOTES = (
    "Half an hour of news, then one topic, chosen the week before. Whoever has been coming longest opens. Coffee by turns.\n"
    "Not a treatment group: whoever is in trouble speaks with the lead afterwards and is offered a way back in."
)
FAMILY_NOTES = (
    "1 How the illness works. 2 Boundaries. 3 Communication. 4 Looking after yourself. 5 What to do in a crisis."
)


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell the story up to ``now``."""
    for code, site in sorted(house.sites.items()):
        group = _alumni(house, code, site, now)
        _sign_up(house, code, site, group, dice, now)
        groups.make_meetings(by=SYSTEM, at=now, group_ids=[group.pk])
        _held(house, code, group, dice, now)
    _family(house, house.sites["BOS"], dice, now)
    _changes(house, now)


def _alumni(house: Clinic, code: str, site: Site, now: dt.datetime) -> OpenGroup:
    at = _morning(now.date() - dt.timedelta(weeks=WEEKS), site)
    name, neutral = ("Alumni, Thursday evening", "Thursday circle")
    return _group(
        house, site, at, (name, neutral), (GroupKind.ALUMNI, Audience.FORMER), PLACES[code], NOTES,
        frequency=Frequency.WEEKLY, weekday=THURSDAY, starts_at=EVENING, minutes=90, leads=LEADS[code],
    )  # fmt: skip


def _group(
    house: Clinic,
    site: Site,
    at: dt.datetime,
    names: tuple[str, str],
    what: tuple[str, str],
    places: int,
    notes: str,
    *,
    leads: tuple[str, ...],
    **rhythm: Any,
) -> OpenGroup:
    director = house.acting("Ferreira", at)
    with clock.frozen(at):
        group = groups.save_group(
            by=director, site_id=site.pk, kind=what[0], audience=what[1], name=names[0], neutral_name=names[1],
            capacity=places, notes=notes, at=at,
        )  # fmt: skip
        first = at + dt.timedelta(days=(rhythm["weekday"] - at.date().weekday()) % 7)
        lead, co_lead = (house.staff[name] for name in leads)
        groups.set_rhythm(
            by=director, group=group, valid_from=at.date(), room=_free_room(site, first.date(), rhythm["starts_at"]),
            lead=lead, co_lead=co_lead, at=at, **rhythm,
        )  # fmt: skip
    return group


def _free_room(site: Site, on: dt.date, wall: dt.time) -> Room | None:
    """A room that nothing else takes at that hour, the largest first."""
    begins = clock.at_local(on, wall, site.time_zone)
    taken = BusyTime.objects.between(begins, begins + dt.timedelta(minutes=90)).filter(calendar__room__site=site)
    rooms = Room.objects.filter(site=site, is_active=True).exclude(pk__in=taken.values("calendar__room"))
    return rooms.order_by("-capacity", "name").first()


def _sign_up(house: Clinic, code: str, site: Site, group: OpenGroup, dice: Random, now: dt.datetime) -> None:
    began = now.date() - dt.timedelta(weeks=WEEKS)
    asked: list[tuple[dt.date, Client]] = []
    for stay in _finished(site, now)[: COMERS[code]]:
        assert stay.discharged_on is not None
        begins = max(stay.discharged_on, began) + dt.timedelta(days=dice.randint(1, 20))
        asked.append((min(begins, now.date() - dt.timedelta(days=1)), stay.client))
    for on, client in sorted(asked, key=lambda pair: (pair[0], pair[1].record_number)):
        at = _morning(on, site)
        desk = house.acting(KEEPER, at)
        with clock.frozen(at):
            papers.signed(desk, client, ConsentKind.ALUMNI, at)
            groups.sign_up(by=desk, group=group, client=client, at=at)


def _finished(site: Site, now: dt.datetime) -> list[Episode]:
    here = Episode.objects.filter(site=site, status=EpisodeStatus.ADMITTED)
    rows = Episode.objects.filter(
        site=site, status=EpisodeStatus.DISCHARGED, discharged_on__lt=now.date() - dt.timedelta(days=2),
        client__is_restricted=False, client__merged_into__isnull=True, discharge_kind__in=["completed", "transferred", "moved", "other"],
    ).exclude(client__in=here.values("client"))  # fmt: skip
    found: dict[Any, Episode] = {}
    for stay in rows.select_related("client").order_by("-discharged_on", "client__record_number"):
        found.setdefault(stay.client_id, stay)
    return list(found.values())


def _held(house: Clinic, code: str, group: OpenGroup, dice: Random, now: dt.datetime) -> None:
    """Say of every meeting behind who came; the last one waits for somebody to do it."""
    past = OpenMeeting.objects.filter(group=group, ends_at__lt=now, status=MeetingStatus.PLANNED)
    meetings = list(past.select_related("group__site").order_by("starts_at"))
    waits = meetings.pop() if len(meetings) > 3 and code == "TUC" else None
    OpenAttendance.objects.bulk_create(line for meeting in meetings for line in _lines(meeting, dice))
    for number, meeting in enumerate(meetings):
        at = meeting.ends_at + dt.timedelta(minutes=10)
        with clock.frozen(at):
            groups.finish_meeting(
                by=house.acting(LEADS[code][0], at), meeting=meeting, at=at, guests=dice.choice((0, 0, 0, 1, 2)),
                topic=TOPICS[number % len(TOPICS)],
            )  # fmt: skip
    if waits:
        groups.ask_for_attendance(by=SYSTEM, at=now)


def _lines(meeting: OpenMeeting, dice: Random) -> list[OpenAttendance]:
    at = meeting.ends_at
    length = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    found = []
    for member in open_groups.expected(meeting, meeting.on + dt.timedelta(days=1)).order_by("created_at", "pk"):
        says = dice.choices((Presence.CAME, Presence.EXCUSED, Presence.MISSED), (74, 12, 14))[0]
        minutes = length - dice.choice((0, 0, 0, 15, 30)) if says == Presence.CAME else 0
        found.append(OpenAttendance(meeting=meeting, member=member, status=says, minutes=minutes, marked_at=at))
    return found


def _family(house: Clinic, site: Site, dice: Random, now: dt.datetime) -> None:
    """A monthly evening for relatives: the ground on which family education stands."""
    at = _morning(now.date() - dt.timedelta(weeks=WEEKS), site)
    group = _group(
        house, site, at, ("Family evening", "First Tuesday"), (GroupKind.FAMILY_EDUCATION, Audience.RELATIVES), 16,
        FAMILY_NOTES, frequency=Frequency.MONTHLY, nth=1, weekday=TUESDAY, starts_at=dt.time(18), minutes=120,
        leads=("Acheampong", "Lindqvist"),
    )  # fmt: skip
    desk = house.acting(KEEPER, at)
    with clock.frozen(at):
        for person in _relatives(site):
            groups.sign_up(by=desk, group=group, person=person, at=at)
    groups.make_meetings(by=SYSTEM, at=now, group_ids=[group.pk])
    _held(house, "BOS", group, dice, now)


def _relatives(site: Site) -> Sequence[RelatedPerson]:
    here = Episode.objects.filter(site=site, status=EpisodeStatus.ADMITTED, client__is_restricted=False)
    rows = RelatedPerson.objects.filter(relationships__client__in=here.values("client"))
    return list(rows.order_by("last_name", "first_name", "pk").distinct()[:7])


def _changes(house: Clinic, now: dt.datetime) -> None:
    """One meeting ahead moved by a day, one cancelled, and one person who no longer comes."""
    boston = OpenGroup.objects.get(site=house.sites["BOS"], kind=GroupKind.ALUMNI)
    coming = OpenMeeting.objects.filter(group=boston, status=MeetingStatus.PLANNED, starts_at__gt=now)
    ahead = list(coming.order_by("starts_at")[2:4])
    director = house.acting("Ferreira", now)
    with clock.frozen(now):
        if len(ahead) == 2:
            groups.cancel_meeting(
                by=director, meeting=ahead[1], version=ahead[1].version, reason="The building closes early.", at=now
            )
        member = OpenGroupMember.objects.filter(group=boston).on_list().order_by("created_at").first()
        if member and OpenGroupMember.objects.filter(group=boston).waiting().count() > 1:
            groups.leave(by=house.acting(KEEPER, now), member=member, version=member.version, reason="moved", at=now)


def _morning(on: dt.date, site: Site) -> dt.datetime:
    return clock.at_local(on, dt.time(9, 30), site.time_zone)
