"""Versions of a track's week. A version holds from its date on; the past keeps the one it had."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clients.requirements import for_levels
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import Sentence, day_words, say, sentence
from scheduling import colleagues, policies, seats
from scheduling.busy import atomic_again
from scheduling.choices import FacilitatorRole
from scheduling.models import (
    ComponentKind,
    DayComponent,
    DayComponentFacilitator,
    DayTemplate,
    Room,
    Track,
    WeeklyTemplate,
)
from scheduling.rules import weeks
from scheduling.rules.weeks import Asked, Kind, PlannedDay, PlannedPart


@dataclass(frozen=True)
class Checked:
    """What is wrong with a planned week, and what is only worth knowing. ``refusals`` empty: it may be saved."""

    refusals: list[Sentence]
    warnings: list[Sentence]


@atomic_again
def save_template_version(
    *, by: Actor, track: Track, valid_from: dt.date, days: Sequence[PlannedDay], at: dt.datetime, note: str = ""
) -> WeeklyTemplate:
    """Save the week a track follows from ``valid_from`` on; one already saved for that date is replaced.

    Raises ``Invalid`` with the first thing that cannot be. What the level would rather have is a warning: see
    ``check_week``. Sessions are not touched here (``iop.workflows.template.publish`` does both).
    """
    row = seats.lock_track(track.pk)
    require(policies.may_edit_templates(by, row.program.site_id))
    if valid_from < clock.local_date(at, row.program.site.time_zone):
        raise Invalid(
            sentence(
                say("{day} has passed. A new week begins today or later; the past stays as it was."),
                day=day_words(valid_from),
            ),
            field="valid_from",
        )
    refusals = check_week(track=row, days=days, on=valid_from).refusals
    if refusals:
        raise Invalid(refusals[0], field="days", detail={"reasons": len(refusals)})
    template = _version(row, valid_from, note, by)
    _write_days(template, days, _lineages(row, valid_from))
    record(
        by=by, verb="scheduling.template_saved", subject=template, site_id=row.program.site_id,
        detail={"track": row.pk, "valid_from": valid_from, "days": sorted(day.weekday for day in days), "at": at},
    )  # fmt: skip
    return template


def check_week(*, track: Track, days: Sequence[PlannedDay], on: dt.date) -> Checked:
    """Say what stands against a planned week from ``on``, and what its level would rather have. Writes nothing."""
    parts = [part for day in days for part in day.parts]
    kinds = _kinds(parts)
    unknown = [part for part in parts if part.kind_id not in kinds]
    if unknown:
        return Checked([say("One of the parts is of a kind that does not exist.")], [])
    refusals = weeks.why_not_week(days, kinds)
    refusals.extend(_why_not_rooms(track, parts))
    refusals.extend(_why_not_leads(track, parts, on))
    return Checked(refusals, weeks.warnings(days, kinds, _asked(track, on)))


def planned_days(template: WeeklyTemplate) -> list[PlannedDay]:
    """Give a saved version as plain values, to be changed and saved as the next one."""
    days = template.days.prefetch_related("components__facilitators")
    return [
        PlannedDay(
            weekday=day.weekday, starts_at=day.starts_at, focus=day.focus, lineage=day.lineage,
            parts=tuple(_planned(component) for component in day.components.all()),
        )
        for day in days
    ]  # fmt: skip


def _planned(component: DayComponent) -> PlannedPart:
    facilitators = list(component.facilitators.all())
    return PlannedPart(
        kind_id=component.kind_id, minutes=component.minutes, title=component.title, topic_id=component.topic_id,
        exercise_id=component.exercise_id, room_id=component.room_id,
        lead_id=next((each.staff_id for each in facilitators if each.role == FacilitatorRole.LEAD), None),
        co_ids=tuple(each.staff_id for each in facilitators if each.role != FacilitatorRole.LEAD),
    )  # fmt: skip


def _kinds(parts: Sequence[PlannedPart]) -> dict[uuid.UUID, Kind]:
    rows = ComponentKind.objects.filter(pk__in={part.kind_id for part in parts})
    return {row.pk: Kind(row.name, row.min_minutes, row.max_minutes, row.counts_as_service) for row in rows}


def _asked(track: Track, on: dt.date) -> Asked | None:
    level = track.program.level
    row = for_levels([level.pk], on).get(level.pk)
    if row is None:
        return None
    return Asked(
        level.short_name,
        row.min_weekly_minutes,
        row.max_weekly_minutes,
        row.min_daily_minutes,
        row.min_days,
        row.max_days,
    )


def _why_not_rooms(track: Track, parts: Sequence[PlannedPart]) -> list[Sentence]:
    wanted = {part.room_id for part in parts if part.room_id}
    if not wanted:
        return []
    usable = set(
        Room.objects.filter(pk__in=wanted, site=track.program.site_id, is_active=True).values_list("pk", flat=True)
    )
    return [say("One of the rooms is not in use at this site.")] if wanted - usable else []


def _why_not_leads(track: Track, parts: Sequence[PlannedPart], on: dt.date) -> list[Sentence]:
    leads = {part.lead_id for part in parts if part.lead_id}
    everyone = leads | {each for part in parts for each in part.co_ids}
    if any(part.lead_id in part.co_ids or len(set(part.co_ids)) < len(part.co_ids) for part in parts if part.co_ids):
        return [say("Somebody is named twice for the same part.")]
    if not everyone:
        return []
    known = colleagues.read(everyone, site_id=track.program.site_id, on=on)
    reasons = {each: colleagues.why_cannot_lead(known[each], on) for each in leads if each in known}
    return [
        sentence(
            say("{name} cannot lead from {day} on. {reason}"), name=known[each].name, day=day_words(on), reason=reason
        )
        for each, reason in reasons.items()
        if reason
    ]


def _version(track: Track, valid_from: dt.date, note: str, by: Actor) -> WeeklyTemplate:
    made_by = by.staff_id or by.id
    template, is_new = WeeklyTemplate.objects.get_or_create(
        track=track, valid_from=valid_from, defaults={"note": note[:200], "made_by": made_by}
    )
    if not is_new:
        template.note, template.made_by, template.version = note[:200], made_by, template.version + 1
        template.save()
    return template


def _lineages(track: Track, valid_from: dt.date) -> Mapping[int, uuid.UUID]:
    """A weekday carries on its line from the version replaced, else from the one before: its sessions are known by it."""
    days = DayTemplate.objects.filter(template__track=track, template__valid_from__lte=valid_from)
    return dict(days.order_by("template__valid_from").values_list("weekday", "lineage"))


def _write_days(template: WeeklyTemplate, days: Sequence[PlannedDay], lineages: Mapping[int, uuid.UUID]) -> None:
    template.days.all().delete()
    taken: set[uuid.UUID] = set()
    rows = []
    for day in days:
        lineage = day.lineage or lineages.get(day.weekday) or uuid.uuid4()
        if lineage in taken:
            raise Conflict(say("Two days carry on the same line of sessions."), field="days")
        taken.add(lineage)
        rows.append(
            DayTemplate(
                template=template, lineage=lineage, weekday=day.weekday, starts_at=day.starts_at, focus=day.focus[:200]
            )
        )
    DayTemplate.objects.bulk_create(rows)
    parts = [
        (_component(row, position, part), part)
        for row, day in zip(rows, days, strict=True)
        for position, part in enumerate(day.parts, start=1)
    ]
    DayComponent.objects.bulk_create(component for component, _ in parts)
    DayComponentFacilitator.objects.bulk_create(
        each for component, part in parts for each in _facilitators(component, part)
    )


def _component(day: DayTemplate, position: int, part: PlannedPart) -> DayComponent:
    return DayComponent(
        day=day, position=position, kind_id=part.kind_id, title=part.title[:200], minutes=part.minutes,
        topic_id=part.topic_id, exercise_id=part.exercise_id, room_id=part.room_id,
    )  # fmt: skip


def _facilitators(component: DayComponent, part: PlannedPart) -> list[DayComponentFacilitator]:
    named = [
        DayComponentFacilitator(component=component, staff_id=each, role=FacilitatorRole.CO_FACILITATOR)
        for each in part.co_ids
    ]
    if part.lead_id:
        named.append(DayComponentFacilitator(component=component, staff_id=part.lead_id, role=FacilitatorRole.LEAD))
    return named
