"""From a draft to the plan that an action takes, and from saved weeks to a draft."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

from django.http import Http404

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.pages.presenters.schedule import week_draft
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.presenters.schedule.week_draft import Day, Draft, Part
from scheduling.models import Track, WeeklyTemplate
from scheduling.rules.weeks import PlannedDay, PlannedPart

NOTHING = uuid.UUID(int=0)


def days(draft: Draft) -> list[PlannedDay]:
    """Give the running days as a plan. What is no id or no number becomes one that no kind and no range knows."""
    return [day(one) for one in draft.running]


def day(one: Day) -> PlannedDay:
    """Give one day as a plan."""
    return PlannedDay(
        weekday=one.weekday, starts_at=one.starts_at or dt.time(0), parts=tuple(part(each) for each in one.parts),
        focus=one.focus, lineage=as_uuid(one.lineage),
    )  # fmt: skip


def part(one: Part) -> PlannedPart:
    """Give one part as a plan."""
    return PlannedPart(
        kind_id=as_uuid(one.kind) or NOTHING, minutes=one.length, title=one.title, topic_id=as_uuid(one.topic),
        exercise_id=as_uuid(one.exercise), room_id=as_uuid(one.room), lead_id=as_uuid(one.lead),
        co_ids=tuple(known for each in one.co if (known := as_uuid(each))),
    )  # fmt: skip


def first_draft(track: Track, today: dt.date, version: uuid.UUID | None) -> Draft:
    """Begin with the version asked for, else the newest there is; it would hold from next Monday.

    Raises ``Http404`` for a version of another track.
    """
    saved = WeeklyTemplate.objects.filter(track=track).prefetch_related("days__components__facilitators")
    template = saved.filter(pk=version).first() if version else saved.order_by("-valid_from").first()
    if version and template is None:
        raise Http404
    monday = today + dt.timedelta(days=7 - today.weekday())
    return replace(week_draft.of_template(template), valid_from=monday.isoformat())


def other_tracks(actor: Actor, track: Track) -> list[tuple[str, str]]:
    """List the tracks whose week can be copied."""
    found = Track.objects.at_sites_of(actor, Permission.TEMPLATE_EDIT).filter(is_active=True).exclude(pk=track.pk)
    return [
        (str(one.pk), f"{one.name}, {one.program.name}") for one in found.select_related("program").order_by("name")
    ]


def from_other_track(actor: Actor, draft: Draft, track_id: uuid.UUID | None) -> Draft:
    """Take over another track's newest week.

    Raises ``Http404`` for a track that is not theirs.
    """
    track = Track.objects.at_sites_of(actor, Permission.TEMPLATE_EDIT).filter(pk=track_id or NOTHING).first()
    if track is None:
        raise Http404
    saved = WeeklyTemplate.objects.filter(track=track).prefetch_related("days__components__facilitators")
    return week_draft.taken_over(draft, week_draft.of_template(saved.order_by("-valid_from").first()))
