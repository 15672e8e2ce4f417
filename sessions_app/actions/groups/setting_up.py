"""Setting a group up, changing it, giving it a rhythm, ending it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site, StaffMember
from iop.clinic.naming import refuse_revealing_name
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require, require_current
from iop.core.words import say
from scheduling.busy import atomic_again
from scheduling.models import Room
from sessions_app import group_policies, group_times, open_groups
from sessions_app.actions.groups.making import make_for
from sessions_app.actions.groups.members import take_everybody_off
from sessions_app.actions.groups.telling import tell_first_moved
from sessions_app.group_choices import Audience, GroupKind, MeetingStatus
from sessions_app.models import OpenGroup, OpenGroupRhythm, OpenMeeting, PastPlaces
from sessions_app.rules import groups as rules

LANGUAGES = ("en", "es")


@transaction.atomic
def save_group(
    *,
    by: Actor,
    site_id: uuid.UUID,
    kind: str,
    audience: str,
    name: str,
    neutral_name: str,
    capacity: int,
    at: dt.datetime,
    language: str = "en",
    notes: str = "",
    starts_on: dt.date | None = None,
    group: OpenGroup | None = None,
    version: int | None = None,
) -> OpenGroup:
    """Add a group to a site, or change one. Its days come with ``set_rhythm``.

    Raises ``Invalid`` for a neutral name that would reveal treatment, ``Conflict`` for fewer places than people on the list,
    ``Stale`` when somebody changed it meanwhile.
    """
    require(group_policies.may_plan(by, site_id))
    row = open_groups.held(group.pk) if group else OpenGroup(site=Site.objects.get(pk=site_id))
    if group:
        _refuse_stale(row, version)
    _check(row, kind, audience, name, neutral_name, capacity, language)
    had = row.capacity
    row.kind, row.audience, row.capacity, row.language = kind, audience, capacity, language
    row.name, row.neutral_name, row.notes = name.strip()[:120], neutral_name.strip()[:60], notes.strip()
    row.starts_on = starts_on or row.starts_on or clock.local_date(at, row.site.time_zone)
    if group:
        _refuse_fewer_places(row, at)
        _remember_places(row, had, clock.local_date(at, row.site.time_zone) - dt.timedelta(days=1))
        row.version += 1
    row.save()
    verb = "sessions.group_changed" if group else "sessions.group_added"
    record(
        by=by, verb=verb, subject=row, site_id=site_id, detail={"kind": kind, "audience": audience, "places": capacity}
    )
    return row


@atomic_again
def set_rhythm(
    *,
    by: Actor,
    group: OpenGroup,
    valid_from: dt.date,
    frequency: str,
    weekday: int,
    starts_at: dt.time,
    minutes: int,
    at: dt.datetime,
    every: int = 1,
    nth: int | None = None,
    room: Room | None = None,
    lead: StaffMember | None = None,
    co_lead: StaffMember | None = None,
    version: int | None = None,
) -> OpenGroupRhythm:
    """Say when, where and by whom a group is held from a date on, and make its meetings anew from there.

    ``every`` counts weeks or months, ``nth`` says which weekday of the month (-1 the last). Meetings that were held,
    cancelled or changed by hand stay; people on the list are told of the next one's new time. Raises ``Stale`` for an older
    ``version`` of the group.
    """
    row = open_groups.held(group.pk)
    _refuse_stale(row, version)
    require(group_policies.may_plan(by, row.site_id))
    if refused := rules.why_no_rhythm(frequency, every, weekday, nth, minutes):
        raise Invalid(refused[1], field=refused[0])
    today = clock.local_date(at, row.site.time_zone)
    if OpenGroupRhythm.objects.filter(group=row).exists() and valid_from < today:
        raise Invalid(say("What has been held stays as it was: choose today or a later day."), field="valid_from")
    group_times.check_room(row.site_id, room)
    group_times.check_people(row.site_id, max(valid_from, today), lead, co_lead)
    rhythm = OpenGroupRhythm.objects.create(
        group=row, valid_from=valid_from, frequency=frequency, every=every, weekday=weekday, nth=nth, starts_at=starts_at,
        minutes=minutes, room=room, lead=lead, co_lead=co_lead, saved_by=by.staff_id or by.id, created_at=at,
    )  # fmt: skip
    row.version += 1
    row.save(update_fields=["version"])
    gone = _take_plans_back(row, valid_from, at)
    make_for(by=by, group=row, at=at)
    record(
        by=by, verb="sessions.group_rhythm_set", subject=row, site_id=row.site_id,
        detail={"from": valid_from, "frequency": frequency, "every": every, "weekday": weekday, "made_anew": len(gone)},
    )  # fmt: skip
    if gone:
        tell_first_moved(by=by, group=row, old=min(gone), at=at)
    return rhythm


@transaction.atomic
def end_group(
    *, by: Actor, group: OpenGroup, ends_on: dt.date, at: dt.datetime, version: int | None = None
) -> OpenGroup:
    """End a group with its last day: meetings planned after it go, and from the day after nobody is on its list.

    Raises ``Invalid`` for a day before today: what was held stays as it was; ``Stale`` for an older ``version``.
    """
    row = open_groups.held(group.pk)
    _refuse_stale(row, version)
    require(group_policies.may_plan(by, row.site_id))
    today = clock.local_date(at, row.site.time_zone)
    if ends_on < today:
        raise Invalid(say("Choose today or a later day as the last."), field="ends_on")
    row.ends_on = ends_on
    row.version += 1
    row.save(update_fields=["ends_on", "version"])
    after = OpenMeeting.objects.filter(group=row, on__gt=ends_on, status=MeetingStatus.PLANNED)
    _drop(list(after.values_list("pk", flat=True)))
    take_everybody_off(by=by, group=row, left_on=ends_on + dt.timedelta(days=1))
    record(by=by, verb="sessions.group_ended", subject=row, site_id=row.site_id, detail={"on": ends_on})
    return row


def _refuse_stale(row: OpenGroup, version: int | None) -> None:
    require_current(row.version, version, say("Somebody has changed this group meanwhile. Look at it again."))


def _check(row: OpenGroup, kind: str, audience: str, name: str, neutral: str, capacity: int, language: str) -> None:
    if kind not in GroupKind.values:
        raise Invalid(say("Choose what kind of group it is."), field="kind")
    if audience not in Audience.values:
        raise Invalid(say("Choose who may come."), field="audience")
    if not name.strip():
        raise Invalid(say("Give the group a name."), field="name")
    if not neutral.strip():
        raise Invalid(say("Give it a name for messages, one that tells nothing."), field="neutral_name")
    refuse_revealing_name(neutral)
    if capacity < 1:
        raise Invalid(say("A group has at least one place."), field="capacity")
    if language not in LANGUAGES:
        raise Invalid(say("Choose a language."), field="language")
    if OpenGroup.objects.filter(site=row.site, name=name.strip()[:120]).exclude(pk=row.pk).exists():
        raise Conflict(say("This site has a group of this name already."), code="name_taken", field="name")


def _refuse_fewer_places(row: OpenGroup, at: dt.datetime) -> None:
    if row.capacity < open_groups.places_taken(row.pk, clock.local_date(at, row.site.time_zone)):
        raise Conflict(say("More people than that are on the list."), code="full", field="capacity")


def _take_plans_back(row: OpenGroup, valid_from: dt.date, at: dt.datetime) -> list[dt.datetime]:
    """Take back the plans that the new rhythm replaces; give when they would have begun."""
    plans = OpenMeeting.objects.filter(
        group=row, status=MeetingStatus.PLANNED, is_customised=False, original_on__gte=valid_from, starts_at__gt=at,
        attendance__isnull=True,
    )  # fmt: skip
    found: list[Any] = list(plans.values_list("pk", "starts_at"))
    _drop([pk for pk, _ in found])
    return [starts_at for _, starts_at in found]


def _drop(meeting_ids: list[uuid.UUID]) -> None:
    group_times.give_back(meeting_ids)
    OpenMeeting.objects.filter(pk__in=meeting_ids).delete()


def _remember_places(row: OpenGroup, had: int, last_on: dt.date) -> None:
    """Keep the places that days up to ``last_on`` had. A second change on one day changes nothing that is over."""
    if row.capacity != had:
        PastPlaces.objects.get_or_create(group=row, last_on=last_on, defaults={"places": had})
