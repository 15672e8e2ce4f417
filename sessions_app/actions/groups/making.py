"""Making the meetings of groups ahead from their rhythm: one group at a time, safe to run twice or be killed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Q

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import settings
from iop.core import clock
from iop.core.errors import Conflict, require, require_valid
from iop.core.words import day_words, say, sentence
from iop.work.actions import NewItem, open_items
from iop.work.choices import WorkKind
from scheduling.busy import atomic_again
from sessions_app import group_policies, group_times, open_groups
from sessions_app.actions.groups.members import take_off_unagreed
from sessions_app.actions.groups.moving import cancel_rows
from sessions_app.actions.watching import PLANNER
from sessions_app.group_choices import MeetingStatus
from sessions_app.models import OpenGroup, OpenGroupRhythm, OpenMeeting
from sessions_app.rules import groups as rules

SUBJECT = "sessions_app.openmeeting"


@dataclass
class MadeMeetings:
    """What a run made, called off because the site is closed, and left without a room or colleague."""

    made: list[uuid.UUID] = field(default_factory=list)
    cancelled: list[uuid.UUID] = field(default_factory=list)
    lacking: list[uuid.UUID] = field(default_factory=list)
    taken_off: int = 0


def make_meetings(*, by: Actor, at: dt.datetime, group_ids: Collection[uuid.UUID] | None = None) -> MadeMeetings:
    """Make the meetings that groups are missing from today on as far ahead as the setting ``groups.weeks_ahead`` says.

    Each group is one transaction under its own lock. Whoever no longer agrees to be on a list is taken off first.
    """
    report = MadeMeetings()
    rows = OpenGroup.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=at.date()), site__is_active=True)
    if group_ids is not None:
        rows = rows.filter(pk__in=group_ids)
    for group_id in rows.order_by("pk").values_list("pk", flat=True):
        _of_group(by, group_id, at, report)
    return report


@atomic_again
def _of_group(by: Actor, group_id: uuid.UUID, at: dt.datetime, report: MadeMeetings) -> None:
    group = open_groups.held(group_id)
    require(group_policies.may_plan(by, group.site_id))
    report.taken_off += take_off_unagreed(by=by, group=group, at=at)
    found = make_for(by=by, group=group, at=at)
    report.made += found.made
    report.cancelled += found.cancelled
    report.lacking += found.lacking


def make_for(*, by: Actor, group: OpenGroup, at: dt.datetime) -> MadeMeetings:
    """Make what one locked group misses, and call off what falls on a closure by now."""
    site = group.site
    today = clock.local_date(at, site.time_zone)
    first, last = _stretch(group, today)
    if last < first:
        return MadeMeetings()
    planned, skipped = rules.plan(
        _rhythms(group), group_times.closures(site.pk, first, last), first=first, last=last, zone=site.time_zone, at=at
    )
    closed = {each.on: str(each.reason) for each in skipped}
    report = MadeMeetings(cancelled=_cancel_closed(by, group, closed, at))
    known = set(OpenMeeting.objects.filter(group=group, original_on__gte=first).values_list("original_on", flat=True))
    rows = [_meeting(group, each) for each in planned if each.on not in known]
    lacking = group_times.take_what_is_free(by=by, meetings=rows, zone=site.time_zone)
    OpenMeeting.objects.bulk_create(rows)
    report.made, report.lacking = [row.pk for row in rows], [row.pk for row in lacking]
    if rows:
        record(by=by, verb="sessions.meetings_made", subject=group, site_id=site.pk, detail={"meetings": len(rows)})
    _ask_planner(by, group, lacking, at)
    return report


@transaction.atomic
def add_meeting(*, by: Actor, group: OpenGroup, starts_at: dt.datetime, minutes: int, at: dt.datetime) -> OpenMeeting:
    """Add one meeting outside the rhythm, in the room and with the colleagues of the rhythm that holds that day.

    ``starts_at`` without a zone is the site's wall time. Raises ``Conflict`` when the group meets that day already.
    """
    row = open_groups.held(group.pk)
    require(group_policies.may_plan(by, row.site_id))
    zone = row.site.time_zone
    on, wall = group_times.wall_time(starts_at, zone)
    begins = clock.at_local(on, wall, zone)
    require_valid(rules.why_not_moved_to(on, begins, at, group_times.closures(row.site_id, on, on)), "starts_at")
    require_valid(
        None if rules.SHORTEST_MINUTES <= minutes <= rules.LONGEST_MINUTES else say("Choose a length."), "minutes"
    )
    holds = OpenGroupRhythm.objects.filter(group=row, valid_from__lte=on).order_by("-valid_from", "-created_at").first()
    meeting = OpenMeeting(
        group=row, original_on=on, on=on, starts_at=begins, ends_at=begins + dt.timedelta(minutes=minutes), is_customised=True,
        room_id=holds.room_id if holds else None, lead_id=holds.lead_id if holds else None,
        co_lead_id=holds.co_lead_id if holds else None,
    )  # fmt: skip
    _keep(meeting)
    group_times.take(by=by, meetings=[meeting], zone=zone)
    record(by=by, verb="sessions.meeting_added", subject=meeting, site_id=row.site_id, detail={"on": on})
    return meeting


def _keep(meeting: OpenMeeting) -> None:
    try:
        with transaction.atomic():
            meeting.save(force_insert=True)
    except IntegrityError as error:
        if "open_meeting_made_once" not in str(error):
            raise
        raise Conflict(say("The group meets on that day already."), code="already_there", field="starts_at") from error


def _stretch(group: OpenGroup, today: dt.date) -> tuple[dt.date, dt.date]:
    weeks = int(settings.value("groups.weeks_ahead", on=today, site_id=group.site_id))
    last = today + dt.timedelta(weeks=weeks)
    return max(today, group.starts_on), min(last, group.ends_on) if group.ends_on else last


def _rhythms(group: OpenGroup) -> list[rules.Rhythm]:
    rows = OpenGroupRhythm.objects.filter(group=group).order_by("valid_from", "created_at")
    # Said twice for one day, the later word holds.
    by_day = {row.valid_from: row for row in rows}
    return [
        rules.Rhythm(
            row.valid_from, row.frequency, row.every, row.weekday, row.nth, row.starts_at, row.minutes,
            row.room_id, row.lead_id, row.co_lead_id,
        )
        for row in by_day.values()
    ]  # fmt: skip


def _meeting(group: OpenGroup, planned: rules.PlannedMeeting) -> OpenMeeting:
    return OpenMeeting(
        group=group, original_on=planned.on, on=planned.on, starts_at=planned.starts_at, ends_at=planned.ends_at,
        room_id=planned.rhythm.room_id, lead_id=planned.rhythm.lead_id, co_lead_id=planned.rhythm.co_lead_id,
    )  # fmt: skip


def _cancel_closed(by: Actor, group: OpenGroup, closed: dict[dt.date, str], at: dt.datetime) -> list[uuid.UUID]:
    """A closure that was entered after a meeting was made calls the meeting off."""
    rows = OpenMeeting.objects.filter(group=group, on__in=closed, status=MeetingStatus.PLANNED, starts_at__gt=at)
    found = list(rows.select_related("group__site").order_by("starts_at"))
    for row in found:
        row.cancel_reason = closed[row.on][:300]
    cancel_rows(by=by, meetings=found, at=at)
    return [row.pk for row in found]


def _ask_planner(by: Actor, group: OpenGroup, lacking: Sequence[OpenMeeting], at: dt.datetime) -> None:
    items = [
        NewItem(
            kind=WorkKind.TASK, site_id=group.site_id, subject=(SUBJECT, row.pk), due_at=max(row.starts_at, at),
            summary=sentence(
                say("{group}, {day}: {what}. Choose another."),
                group=group.name, day=day_words(row.on), what=group_times.missing_words(row),
            ),
            dedupe_key=f"meeting-lacks:{row.pk}", role_key=PLANNER,
        )
        for row in lacking
    ]  # fmt: skip
    open_items(by=by, items=items)
