"""A colleague leaves: the weekly plans that name them, from that day on."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.db.models import QuerySet

from iop.access.actors import Actor
from iop.core import clock
from iop.core.words import Sentence, count_words, say, sentence
from iop.work.actions import NewItem, open_items
from iop.work.choices import WorkKind
from scheduling import colleagues, policies
from scheduling.actions.templates import check_week, planned_days, save_template_version
from scheduling.models import DayComponentFacilitator, Track, WeeklyTemplate
from scheduling.rules.weeks import PlannedDay, PlannedPart
from sessions_app.actions.watching import PLANNER

TRACK = "scheduling.track"


def preview(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[Sentence]:
    """Say how many weekly plans name them."""
    number = sum(bool(_versions(track, staff_id, _first(track, left_on, at))) for track in _tracks(staff_id))
    words = count_words(
        "{n} weekly plan names them; from that day on it names the colleague you choose, or nobody yet.",
        "{n} weekly plans name them; from that day on they name the colleague you choose, or nobody yet.",
        number,
    )
    return [sentence(words, n=number)] if number else []


def hand_over(
    *, by: Actor, staff_id: uuid.UUID, left_on: dt.date, to_staff_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """Save a version of each week from ``left_on`` on that names ``to_staff_id`` where they may lead, else nobody.

    A week that cannot be saved by whoever notes the departure becomes work for the clinical director.
    """
    for track in _tracks(staff_id):
        first = _first(track, left_on, at)
        for version in _versions(track, staff_id, first):
            _replace(by, track, version, max(version.valid_from, first), staff_id, to_staff_id, at)


def _tracks(staff_id: uuid.UUID) -> QuerySet[Track]:
    named = DayComponentFacilitator.objects.filter(staff_id=staff_id).values("component__day__template__track")
    return Track.objects.filter(pk__in=named, is_active=True).select_related("program__site").order_by("pk")


def _first(track: Track, left_on: dt.date, at: dt.datetime) -> dt.date:
    # The past stays as it was, so a departure noted late changes the week from today.
    return max(left_on, clock.local_date(at, track.program.site.time_zone))


def _versions(track: Track, staff_id: uuid.UUID, first: dt.date) -> list[WeeklyTemplate]:
    """Give the version that holds on ``first`` and those that begin later, where they name the colleague."""
    versions = list(WeeklyTemplate.objects.filter(track=track).order_by("valid_from"))
    coming = [version for version in versions if version.valid_from <= first][-1:]
    coming += [version for version in versions if version.valid_from > first]
    named = DayComponentFacilitator.objects.filter(staff_id=staff_id, component__day__template__in=coming)
    ids = set(named.values_list("component__day__template", flat=True))
    return [version for version in coming if version.pk in ids]


def _replace(
    by: Actor,
    track: Track,
    version: WeeklyTemplate,
    valid_from: dt.date,
    staff_id: uuid.UUID,
    to_staff_id: uuid.UUID | None,
    at: dt.datetime,
) -> None:
    days = _without(planned_days(version), staff_id, _lead(track, to_staff_id, valid_from))
    may = policies.may_edit_templates(by, track.program.site_id) is None
    if not may or check_week(track=track, days=days, on=valid_from).refusals:
        _ask_planner(by, track, valid_from)
        return
    note = str(say("A colleague leaves"))
    save_template_version(by=by, track=track, valid_from=valid_from, days=days, at=at, note=note)


def _lead(track: Track, staff_id: uuid.UUID | None, on: dt.date) -> uuid.UUID | None:
    if staff_id is None:
        return None
    known = colleagues.read([staff_id], site_id=track.program.site_id, on=on)
    return None if colleagues.why_cannot_lead(known[staff_id], on) else staff_id


def _without(days: Sequence[PlannedDay], gone: uuid.UUID, instead: uuid.UUID | None) -> list[PlannedDay]:
    return [replace(day, parts=tuple(_part(part, gone, instead) for part in day.parts)) for day in days]


def _part(part: PlannedPart, gone: uuid.UUID, instead: uuid.UUID | None) -> PlannedPart:
    lead = instead if part.lead_id == gone else part.lead_id
    others = tuple(each for each in part.co_ids if each not in (gone, lead))
    return replace(part, lead_id=lead, co_ids=others)


def _ask_planner(by: Actor, track: Track, valid_from: dt.date) -> None:
    item = NewItem(
        kind=WorkKind.TASK, site_id=track.program.site_id, subject=(TRACK, track.pk),
        summary=sentence(
            say("{track}: the weekly plan still names a colleague who leaves. Name another."), track=track.name
        ),
        due_at=clock.day_bounds(valid_from, track.program.site.time_zone)[0],
        dedupe_key=f"week-names-leaver:{track.pk}", role_key=PLANNER,
    )  # fmt: skip
    open_items(by=by, items=[item])
