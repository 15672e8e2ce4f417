"""A colleague leaves: the groups outside a stay that they lead."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Q, QuerySet

from iop.access.actors import SYSTEM, Actor
from iop.audit.recorder import record
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.errors import Refusal
from iop.core.words import Sentence, count_words, day_words, say, sentence
from iop.work.actions import NewItem, open_items
from iop.work.choices import WorkKind
from sessions_app import group_times, open_groups
from sessions_app.actions import groups
from sessions_app.actions.watching import PLANNER
from sessions_app.group_choices import MeetingStatus
from sessions_app.models import OpenGroup, OpenGroupRhythm, OpenMeeting

MEETING = "sessions_app.openmeeting"


def preview(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[Sentence]:
    """Say how many meetings of groups would need somebody else."""
    number = _led(staff_id, left_on, at).count()
    words = count_words(
        "{n} meeting of a group is theirs to lead: it goes to the colleague you name where they are free, else onto the "
        "clinical director's list.",
        "{n} meetings of groups are theirs to lead: they go to the colleague you name where they are free, the others onto "
        "the clinical director's list.",
        number,
    )
    return [sentence(words, n=number)] if number else []


def hand_over(
    *, by: Actor, staff_id: uuid.UUID, left_on: dt.date, to_staff_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """Take a colleague off meetings and rhythms from ``left_on`` on; ``to_staff_id`` leads where they work and are free.

    Meetings left without anybody who leads become work for the clinical director.
    """
    heir = StaffMember.objects.filter(pk=to_staff_id).first() if to_staff_id else None
    for group_id in _groups(staff_id, left_on, at):
        group = open_groups.held(group_id)
        _rhythm(by, group, staff_id, heir, max(left_on, clock.local_date(at, group.site.time_zone)), at)
        without = [
            row for row in _led(staff_id, left_on, at).filter(group=group) if not _handed(row, staff_id, heir, at)
        ]
        _ask_planner(by, without, at)
        record(by=by, verb="sessions.group_lead_left", subject=group, site_id=group.site_id, detail={"staff": staff_id})


def _led(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> QuerySet[OpenMeeting]:
    named = Q(lead=staff_id) | Q(co_lead=staff_id)
    rows = OpenMeeting.objects.filter(named, on__gte=left_on, starts_at__gt=at, status=MeetingStatus.PLANNED)
    return rows.select_related("group__site", "room", "lead", "co_lead").order_by("starts_at")


def _groups(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[uuid.UUID]:
    running = OpenGroup.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=left_on))
    named = OpenGroupRhythm.objects.filter(Q(lead=staff_id) | Q(co_lead=staff_id)).values("group")
    led = _led(staff_id, left_on, at).order_by().values("group")
    rows = running.filter(Q(pk__in=named) | Q(pk__in=led))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _rhythm(
    by: Actor, group: OpenGroup, staff_id: uuid.UUID, heir: StaffMember | None, first: dt.date, at: dt.datetime
) -> None:
    """Write rhythms that go on as they are and no longer name the colleague; meetings made already are handed one by one."""
    for row in _naming(group, staff_id, first):
        lead, co_lead = _instead(row.lead_id, row.co_lead_id, staff_id, _there(heir, group, first))
        OpenGroupRhythm.objects.create(
            group=group, valid_from=_beginning(row, first), frequency=row.frequency, every=row.every, weekday=row.weekday,
            nth=row.nth, starts_at=row.starts_at, minutes=row.minutes, room_id=row.room_id, lead_id=lead,
            co_lead_id=co_lead, saved_by=by.staff_id or by.id, created_at=at,
        )  # fmt: skip


def _naming(group: OpenGroup, staff_id: uuid.UUID, first: dt.date) -> list[OpenGroupRhythm]:
    rows = list(OpenGroupRhythm.objects.filter(group=group).order_by("valid_from", "created_at"))
    by_day = {row.valid_from: row for row in rows}
    holding = [row for day, row in by_day.items() if day <= first][-1:]
    coming = [row for day, row in by_day.items() if day > first]
    return [row for row in [*holding, *coming] if staff_id in (row.lead_id, row.co_lead_id)]


def _beginning(row: OpenGroupRhythm, first: dt.date) -> dt.date:
    """Every second week goes on being the same weeks: the new row begins a whole number of rounds after the old one."""
    if row.valid_from >= first:
        return row.valid_from
    if row.frequency == "monthly":
        months = (first.year - row.valid_from.year) * 12 + first.month - row.valid_from.month
        rounds = -(-months // row.every) * row.every
        year, month = divmod(row.valid_from.month - 1 + rounds, 12)
        return max(first, dt.date(row.valid_from.year + year, month + 1, 1))
    days = 7 * row.every
    monday = row.valid_from - dt.timedelta(days=row.valid_from.weekday())
    rounds = -(-((first - monday).days) // days)
    return max(first, monday + dt.timedelta(days=days * rounds)) if row.every > 1 else first


def _instead(
    lead: uuid.UUID | None, co_lead: uuid.UUID | None, gone: uuid.UUID, heir: StaffMember | None
) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    instead = heir.pk if heir else None
    lead, co_lead = (instead if each == gone else each for each in (lead, co_lead))
    if lead is None or lead == co_lead:
        return co_lead or lead, None
    return lead, co_lead


def _there(heir: StaffMember | None, group: OpenGroup, on: dt.date) -> StaffMember | None:
    try:
        group_times.check_people(group.site_id, on, heir, None)
    except Refusal:
        return None
    return heir


def _handed(row: OpenMeeting, staff_id: uuid.UUID, heir: StaffMember | None, at: dt.datetime) -> bool:
    """Hand one meeting over, or leave it without the colleague; say whether anybody leads it now."""
    for who in (heir, None):
        lead, co_lead = _instead(row.lead_id, row.co_lead_id, staff_id, who)
        by_id = {each.pk: each for each in (row.lead, row.co_lead, who) if each}
        try:
            groups.change_meeting(
                by=SYSTEM, meeting=row, version=row.version, at=at,
                lead=by_id.get(lead) if lead else None, co_lead=by_id.get(co_lead) if co_lead else None,
            )  # fmt: skip
        except Refusal:
            continue
        return lead is not None
    return False


def _ask_planner(by: Actor, rows: list[OpenMeeting], at: dt.datetime) -> None:
    words = say("{group}, {day}: nobody leads it any more. Choose a colleague.")
    items = [
        NewItem(
            kind=WorkKind.TASK, site_id=row.group.site_id, subject=(MEETING, row.pk), due_at=max(row.starts_at, at),
            summary=sentence(words, group=row.group.name, day=day_words(row.on)), dedupe_key=f"meeting-lacks:{row.pk}",
            role_key=PLANNER,
        )
        for row in rows
    ]  # fmt: skip
    open_items(by=by, items=items)
