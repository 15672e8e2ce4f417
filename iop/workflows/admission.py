"""Admission as one step: what must be there first, and everything that follows from it in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from clients import intake_policies
from clients.actions import admit as admit_episode
from clients.actions import assign_care_team, inquiries, move_inquiry, place
from clients.admission import ChecklistItem, ItemState
from clients.choices import CareRole, InquiryStatus
from clients.models import CareTeamMembership, Episode, Inquiry, LevelOfCare, Placement
from iop.access.actors import Actor
from iop.clinic import settings as clinic_settings
from iop.clinic.models import Closure, StaffMember
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import Sentence, say, sentence
from iop.work.actions import NewItem, open_items
from iop.work.choices import WorkKind
from iop.workflows import enrolment
from iop.workflows.care_teams import Candidate, known_before, propose_team
from scheduling import holding, seats
from scheduling.actions.holds import end_hold, is_over
from scheduling.busy import atomic_again
from scheduling.choices import HoldEnd
from scheduling.models import Enrolment, SeatHold, Track
from scheduling.rules.seats import Place, first_full_day, full_sentence
from therapy.actions.aftercare import open_aftercare

__all__ = ["Admitted", "Candidate", "Line", "LineState", "Wanted", "admit", "checklist", "known_before", "propose_team"]

CHART = "clients.client"


class LineState(models.TextChoices):
    OK = "ok", _("Done")
    WARNS = "warns", _("Missing, may follow")
    BLOCKS = "blocks", _("Missing, comes first")


@dataclass(frozen=True)
class Line:
    """One line of the checklist as it stands: done, missing but may follow, or missing and in the way."""

    key: str
    label: Sentence
    state: LineState
    sentence: Sentence = ""
    place: tuple[str, str] | None = None


@dataclass(frozen=True)
class Admitted:
    """What an admission made."""

    episode: Episode
    placement: Placement | None
    enrolment: Enrolment
    team: tuple[CareTeamMembership, ...]
    first_session_on: dt.date
    work: int


@dataclass(frozen=True)
class Wanted:
    """The seat somebody would be admitted to: track, weekdays, first day, and the seat held for it if it stands."""

    track: Track
    weekdays: frozenset[int]
    starts_on: dt.date
    hold: SeatHold | None = None


def checklist(*, episode: Episode, at: dt.datetime, wanted: Wanted | None = None) -> list[Line]:
    """Say for everything an admission asks whether it is there, comes first or may follow.

    Lines come from the slot ``ADMISSION_CHECKS``, the seat from here: the held one, or ``wanted``. Which keys come first is
    the setting ``admission.blocks`` as it holds that day at the site.
    """
    on = clock.local_date(at, episode.site.time_zone)
    blocks = set(clinic_settings.value("admission.blocks", on=on, site_id=episode.site_id))
    items: list[ChecklistItem] = [_seat_item(episode, at, wanted)]
    for path in settings.ADMISSION_CHECKS:
        items.extend(import_string(path)(episode, at))
    lines = [_line(item, blocks) for item in items]
    return sorted(lines, key=lambda line: ORDER.index(line.state))


@atomic_again
def admit(
    *,
    by: Actor,
    episode: Episode,
    on: dt.date,
    track: Track,
    weekdays: Collection[int],
    starts_on: dt.date,
    at: dt.datetime,
    team: Mapping[str, UUID] | None = None,
    level: LevelOfCare | None = None,
    placement_reason: str = "",
    accept_warnings_reason: str = "",
    take_free_seat: bool = False,
) -> Admitted:
    """Admit somebody on ``on``, with their place in a track from ``starts_on``; all of it or nothing.

    ``level`` places them where no placement holds yet, which is a clinician's decision. ``team`` maps roles to colleagues.
    A seat held for them is used; if it ran out, ``Conflict`` (``hold_expired``) asks to say ``take_free_seat``. What comes
    first refuses with its sentence (``admission_blocked``); what may follow needs ``accept_warnings_reason``.
    """
    inquiry = _inquiry_of(episode)
    hold = _hold_for(inquiry)
    held = seats.lock_tracks([track.pk, *([hold.track_id] if hold else [])])[track.pk]
    row = Episode.objects.select_for_update(of=("self",)).select_related("site", "client").get(pk=episode.pk)
    require(intake_policies.may_complete_admission(by, row.site_id))
    if hold and (hold.track_id != held.pk or take_free_seat and is_over(hold, at)):
        # Another track was chosen on the way, or the seat ran out: it is free again, and one is taken like any other.
        end_hold(by=by, hold=hold, at=at)
        hold = None
    placement = _placed(by, row, level, on, starts_on, placement_reason, at)
    wanted = Wanted(held, frozenset(weekdays), starts_on, hold)
    warned = _refuse_missing(checklist(episode=row, at=at, wanted=wanted), accept_warnings_reason)
    reason = accept_warnings_reason.strip() if warned else ""
    admitted = admit_episode(by=by, episode=row, on=on, at=at, reason=reason)
    seat = enrolment.enrol(
        by=by, episode=admitted, track=held, weekdays=weekdays, starts_on=starts_on, at=at, hold=hold, admitting=True
    )
    members = _team(by, admitted, team or {}, on, at)
    first = first_session_on(seat)
    open_aftercare(by=by, episode=admitted, at=at)
    work = open_items(by=by, items=_work(admitted, members, on, first, at))
    if inquiry:
        _close_inquiry(by, inquiry, at)
    return Admitted(admitted, placement, seat, members, first, work)


def first_session_on(row: Enrolment) -> dt.date:
    """Say on which day somebody comes first: the first of their weekdays that the site is open."""
    site_id = row.track.program.site_id
    closed = Closure.objects.filter(site=site_id, ends_on__gte=row.starts_on)
    spans = [(begins, ends or begins) for begins, ends in closed.values_list("starts_on", "ends_on")]
    days = (row.starts_on + seats.ONE_DAY * number for number in range(seats.HORIZON.days))
    coming = (day for day in days if day.weekday() in row.weekdays)
    return next((day for day in coming if not any(first <= day <= last for first, last in spans)), row.starts_on)


ORDER = (LineState.BLOCKS, LineState.WARNS, LineState.OK)


def _line(item: ChecklistItem, blocks: Collection[str]) -> Line:
    missing = LineState.BLOCKS if item.key in blocks else LineState.WARNS
    state = LineState.OK if item.state == ItemState.OK else missing
    return Line(item.key, item.label, state, item.sentence, item.place)


def _seat_item(episode: Episode, at: dt.datetime, wanted: Wanted | None) -> ChecklistItem:
    reason = _why_no_seat(wanted, at) if wanted else _why_not_held(episode, at)
    state = ItemState.MISSING if reason else ItemState.OK
    inquiry_id = Inquiry.objects.filter(episode=episode).values_list("pk", flat=True).first()
    where = ("clients.inquiry", str(inquiry_id)) if inquiry_id else (CHART, str(episode.client_id))
    return ChecklistItem("seat", say("Seat in a track"), state, reason or "", where)


def _why_no_seat(wanted: Wanted, at: dt.datetime) -> Sentence | None:
    without = wanted.hold.pk if wanted.hold else None
    seating = seats.seatings_of([wanted.track], wanted.starts_on, None, at=at, without=without)[wanted.track.pk]
    full = first_full_day(seating, Place(wanted.starts_on, None, wanted.weekdays))
    return full_sentence(*full) if full else None


def _why_not_held(episode: Episode, at: dt.datetime) -> Sentence | None:
    if SeatHold.objects.live(at).filter(inquiry__episode=episode).exists():
        return None
    return say("No seat is held for them. Choose a track with a free seat.")


def _inquiry_of(episode: Episode) -> Inquiry | None:
    found = Inquiry.objects.filter(episode=episode).first()
    return inquiries.locked(found) if found else None


def _hold_for(inquiry: Inquiry | None) -> SeatHold | None:
    """Give the seat held last for an inquiry, unless it was used or given back."""
    last = holding.last_of(inquiry.pk) if inquiry else None
    return None if last is None or last.ended_as in (HoldEnd.USED, HoldEnd.RELEASED) else last


def _close_inquiry(by: Actor, inquiry: Inquiry, at: dt.datetime) -> None:
    """Admission accepts too: an inquiry whose seat ran out meanwhile is accepted with the one taken now."""
    if inquiry.status != InquiryStatus.ACCEPTED:
        inquiry = move_inquiry(by=by, inquiry=inquiry, to=InquiryStatus.ACCEPTED, at=at)
    move_inquiry(by=by, inquiry=inquiry, to=InquiryStatus.ADMITTED, at=at)


def _placed(
    by: Actor,
    episode: Episode,
    level: LevelOfCare | None,
    on: dt.date,
    starts_on: dt.date,
    reason: str,
    at: dt.datetime,
) -> Placement | None:
    standing = Placement.objects.on(on).filter(episode=episode).select_related("level").first()
    if standing or level is None:
        return standing
    return place(by=by, episode=episode, level=level, starts_on=on, reason=reason, at=at)


def _refuse_missing(lines: list[Line], reason: str) -> bool:
    blocking = [line for line in lines if line.state == LineState.BLOCKS]
    if blocking:
        words = sentence(say("They cannot be admitted yet. {first}"), first=blocking[0].sentence)
        raise Conflict(words, code="admission_blocked", detail={"missing": [line.key for line in blocking]})
    warning = [line for line in lines if line.state == LineState.WARNS]
    if warning and not reason.strip():
        words = sentence(say("Say why they are admitted before this is done: {first}"), first=warning[0].label)
        raise Invalid(words, field="accept_warnings_reason", detail={"missing": [line.key for line in warning]})
    return bool(warning)


def _team(
    by: Actor, episode: Episode, team: Mapping[str, UUID], on: dt.date, at: dt.datetime
) -> tuple[CareTeamMembership, ...]:
    people = {row.pk: row for row in StaffMember.objects.filter(pk__in=team.values())}
    missing = [role for role, staff_id in team.items() if staff_id not in people]
    if missing:
        raise Invalid(say("Choose a colleague from the list."), field="team")
    return tuple(
        assign_care_team(by=by, episode=episode, staff=people[staff_id], role=role, starts_on=on, at=at)
        for role, staff_id in team.items()
    )


def _work(
    episode: Episode, team: Collection[CareTeamMembership], on: dt.date, first: dt.date, at: dt.datetime
) -> list[NewItem]:
    keys = ("admission.plan_days", "admission.measures_days", "admission.aftercare_days")
    days = clinic_settings.values(keys, on=on, site_id=episode.site_id)
    plan, measures, aftercare = (dt.timedelta(days=days[key]) for key in keys)
    return [
        _item(episode, team, WorkKind.WRITE_PLAN, say("Write the treatment plan together."), on + plan, CareRole.THERAPIST),
        _item(episode, team, WorkKind.GIVE_MEASURES, say("Give the first measures."), first + measures, None),
        _item(episode, team, WorkKind.OPEN_AFTERCARE, say("Begin the aftercare plan."), on + aftercare, CareRole.CASE_MANAGER),
    ]  # fmt: skip


def _item(
    episode: Episode,
    team: Collection[CareTeamMembership],
    kind: WorkKind,
    words: Sentence,
    due_on: dt.date,
    role: str | None,
) -> NewItem:
    """Work for whoever has the role, else the primary counselor, else the clinical director; due when that day ends."""
    by_role = {member.role: member.staff_id for member in team}
    assignee = by_role.get(CareRole.PRIMARY_COUNSELOR)
    if role and assignee is None:
        assignee = by_role.get(role)
    _, due_at = clock.day_bounds(due_on, episode.site.time_zone)
    return NewItem(
        kind=kind, site_id=episode.site_id, subject=(CHART, episode.client_id), client_id=episode.client_id, summary=words,
        due_at=due_at, dedupe_key=f"{kind}:{episode.pk}", assignee_id=assignee,
        role_key="" if assignee else "clinical_director",
    )  # fmt: skip
