"""The demo's story of progress notes and their templates."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from clients.choices import CareRole
from clients.models import CareTeamMembership, Episode
from iop.access.actors import SYSTEM
from iop.audit.recorder import record
from iop.clinic.models import StaffMember
from iop.clinic.policies import credential_on
from iop.core import clock
from iop.demo import progress_note_words as words
from iop.demo.clinic import Clinic
from iop.documents.choices import SignatureMeaning
from iop.documents.models import Signature
from iop.documents.signing import digest_of
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.models import Appointment
from therapy.actions import progress_notes as actions
from therapy.choices.notes import Modality, NoteStatus
from therapy.choices.plans import Progress
from therapy.choices.progress_notes import NoObjective, NoteKind, RiskSeen
from therapy.models import ProgressNote
from therapy.models.plans import ObjectiveAddressed
from therapy.note_formats import row_for
from therapy.objectives import OpenObjective, open_for
from therapy.progress_contents import PROGRESS_NOTE_KIND, whole

RICH = 12
"""How many clients have a note for every week; the others for the sessions that the calendar shows."""
ONE_BY_ONE = 6
"""How many of their notes are written as on the pages; those before at once."""
WEEKS = 12
WEEK = dt.timedelta(days=7)
AFTER = dt.timedelta(minutes=40)
"""How long after a session its note is signed."""
UNSIGNED = 3
PROGRESSES = (Progress.WORKED_ON, Progress.IMPROVED, Progress.IMPROVED, Progress.NO_CHANGE)
METHODS = (Modality.CBT, Modality.MI, Modality.RELAPSE_PREVENTION, Modality.DBT, Modality.MINDFULNESS)
LATE = dt.timedelta(days=4)
LATE_REASON = "Out sick for two days"
SIGNED = ((AFTER, 66), (dt.timedelta(hours=5), 14), (dt.timedelta(hours=21), 13), (dt.timedelta(hours=66), 7))
"""How long after a session a note of the weeks behind was signed, and how often of a hundred; the last ones were late."""

Objectives = dict[uuid.UUID, list[OpenObjective]]


def fill(house: Clinic, dice: random.Random, now: dt.datetime) -> None:
    """Tell the story up to ``now``: a note for each session that was held, some unsigned, one late, one waiting."""
    held = _held(now)
    by_client: dict[uuid.UUID, list[Appointment]] = defaultdict(list)
    for meeting in held:
        by_client[meeting.client_id].append(meeting)
    therapists = _therapists()
    rich = [stay for stay in _stays() if stay.pk in therapists][:RICH]
    earlier: list[Appointment] = []
    objectives = open_for({stay.pk for stay in rich} | {row.episode_id for row in held if row.episode_id}, now.date())
    for number, stay in enumerate(rich):
        meetings = by_client.pop(stay.client_id, [])
        _earlier(house, dice, stay, therapists[stay.pk], meetings, objectives, now, number)
        _weekly(house, dice, meetings[-ONE_BY_ONE:], objectives, leave_last=number < UNSIGNED)
        earlier += meetings[:-ONE_BY_ONE]
    _thin([*earlier, *(meeting for rows in by_client.values() for meeting in rows)], objectives, dice, now)
    _single_ones(house, now, [stay for stay in rich if stay.site.code == "BOS"])


def _stays() -> list[Episode]:
    """Those in treatment, Boston first, the longest there first."""
    rows = Episode.objects.admitted().filter(client__is_restricted=False).select_related("client", "site")
    return list(rows.order_by("site__code", "admitted_on", "client__record_number"))


def _therapists() -> dict[uuid.UUID, StaffMember]:
    """Who meets whom every week: the therapist, else the primary counselor."""
    rows = CareTeamMembership.objects.filter(
        role__in=(CareRole.PRIMARY_COUNSELOR, CareRole.THERAPIST), ends_on__isnull=True, staff__left_on__isnull=True
    ).select_related("staff")
    by_role = sorted(rows, key=lambda row: row.role == CareRole.THERAPIST)
    return {row.episode_id: row.staff for row in by_role}


def _held(now: dt.datetime) -> list[Appointment]:
    rows = Appointment.objects.filter(
        kind=AppointmentKind.INDIVIDUAL, ends_at__lt=now - AFTER, episode__isnull=False,
        status__in=(AppointmentStatus.COMPLETED, AppointmentStatus.NO_SHOW),
    )  # fmt: skip
    return list(rows.select_related("client", "episode__site", "staff").order_by("starts_at", "pk"))


def _earlier(
    house: Clinic, dice: random.Random, stay: Episode, staff: StaffMember, meetings: Sequence[Appointment],
    objectives: Objectives, now: dt.datetime, number: int,
) -> None:  # fmt: skip
    """Write the notes of the weeks before the calendar reaches back."""
    day = clock.local_date(now, stay.site.time_zone) - dt.timedelta(days=1 + number % 5)
    usual = clock.at_local(day, dt.time(13 + number % 4), stay.site.time_zone)
    newest = meetings[0].starts_at - WEEK if meetings else usual
    for week in range(WEEKS - len(meetings) - 1, -1, -1):
        starts_at = newest - WEEK * week
        if stay.admitted_on and starts_at.date() > stay.admitted_on:
            _write(house, dice, stay, staff, starts_at, objectives, None)


def _weekly(
    house: Clinic, dice: random.Random, meetings: Sequence[Appointment], objectives: Objectives, *, leave_last: bool
) -> None:
    for meeting in meetings:
        assert meeting.episode is not None  # ``_held`` asks for it
        is_left = leave_last and meeting is meetings[-1]
        late = LATE if leave_last and len(meetings) > 1 and meeting is meetings[0] else AFTER
        _write(
            house,
            dice,
            meeting.episode,
            meeting.staff,
            meeting.starts_at,
            objectives,
            meeting,
            is_left=is_left,
            after=late,
        )


def _write(
    house: Clinic, dice: random.Random, episode: Episode, staff: StaffMember, starts_at: dt.datetime,
    objectives: Objectives, meeting: Appointment | None, *, is_left: bool = False, after: dt.timedelta = AFTER,
) -> None:  # fmt: skip
    ends_at = starts_at + dt.timedelta(minutes=50)
    at = ends_at + dt.timedelta(minutes=5)
    missed = meeting is not None and meeting.status == AppointmentStatus.NO_SHOW
    kind = NoteKind.MISSED if missed else NoteKind.INDIVIDUAL
    with clock.frozen(at):
        by = house.acting(staff.last_name, at)
        note = actions.open_progress_note(
            by=by, episode=episode, kind=kind, at=at, appointment=meeting, starts_at=starts_at, ends_at=ends_at
        )
        one = None if missed else dice.choice(objectives.get(episode.pk) or [None])
        kept = actions.save_progress_note(
            by=by, note=note, version=note.version, at=at, values=_values(dice, missed, has_mark=one is not None),
            contents=_contents(dice, missed), marks={one.id: dice.choice(PROGRESSES)} if one else None,
        )  # fmt: skip
    if is_left:
        return
    signed_at = ends_at + after
    with clock.frozen(signed_at):
        actions.sign_progress_note(
            by=house.acting(staff.last_name, signed_at), note=kept.note, at=signed_at, accept_copied=True,
            accept_overlap=True, late_reason=LATE_REASON if after > AFTER else "",
        )  # fmt: skip


def _values(dice: random.Random, missed: bool, *, has_mark: bool) -> dict[str, Any]:
    if missed:
        return {
            "outcome": "did_not_come",
            "next_step": "Call today; offer another hour this week.",
            "mode": "in_person",
        }
    watch = dice.random() < 0.08
    return {
        "modalities": sorted(dice.sample(METHODS, 2)),
        "risk": RiskSeen.WATCH if watch else RiskSeen.NONE,
        "risk_words": "Low evenings; safety plan gone through, no thoughts of suicide." if watch else "",
        "next_step": dice.choice(words.NEXT),
        "no_objective_reason": "" if has_mark else NoObjective.NO_PLAN_YET,
    }


def _contents(dice: random.Random, missed: bool) -> dict[str, str]:
    if missed:
        return {"happened": words.MISSED}
    return {
        "data": f"{dice.choice(words.SAID)}\n\n{dice.choice(words.DID)}",
        "assessment": dice.choice(words.THINKS),
        "plan": dice.choice(words.PLANS),
    }


def _thin(meetings: Sequence[Appointment], objectives: Objectives, dice: random.Random, now: dt.datetime) -> None:
    """Write the other clients' notes all at once: the same rows as one by one, with one event in the audit record."""
    if not meetings:
        return
    formats = {key: row_for(key) for key in ("dap", "short")}
    notes, signed, marks = [], [], []
    for meeting in meetings:
        missed = meeting.status == AppointmentStatus.NO_SHOW
        one = None if missed else dice.choice(objectives.get(meeting.episode_id or uuid.UUID(int=0)) or [None])
        note = ProgressNote(
            episode=meeting.episode, kind=NoteKind.MISSED if missed else NoteKind.INDIVIDUAL,
            format=formats["short" if missed else "dap"], appointment=meeting, author=meeting.staff,
            starts_at=meeting.starts_at, ends_at=meeting.ends_at, contents=_contents(dice, missed),
            saved_at=meeting.ends_at, **_values(dice, missed, has_mark=one is not None),
        )  # fmt: skip
        after = _after(dice, now - meeting.ends_at)
        note.late_reason = LATE_REASON if after == SIGNED[-1][0] else ""
        signed.append(meeting.ends_at + after)
        own = [_marked(note, one, meeting, dice)] if one else []
        note._prefetched_objects_cache = {"objectives_addressed": own, "carried": []}  # type: ignore[attr-defined]
        notes.append(note)
        marks += own
    ProgressNote.objects.bulk_create(notes)
    ObjectiveAddressed.objects.bulk_create(marks)
    _sign_all(notes, signed)


def _after(dice: random.Random, ago: dt.timedelta) -> dt.timedelta:
    drawn = dice.choices([after for after, _share in SIGNED], [share for _delay, share in SIGNED])[0]
    return drawn if drawn < ago else AFTER


def _marked(note: ProgressNote, one: OpenObjective, meeting: Appointment, dice: random.Random) -> ObjectiveAddressed:
    day = clock.local_date(meeting.starts_at, meeting.episode.site.time_zone if meeting.episode else "UTC")
    return ObjectiveAddressed(thread_id=one.id, note=note, on=day, progress=dice.choice(PROGRESSES))


def _sign_all(notes: Sequence[ProgressNote], signed: Sequence[dt.datetime]) -> None:
    authors = {row.pk: row for row in StaffMember.objects.prefetch_related("credentials__kind")}
    signatures = []
    for note, at in zip(notes, signed, strict=True):
        note.digest, note.status, note.signed_at = digest_of(whole(note)), NoteStatus.SIGNED, at
        author = authors[note.author_id]
        signatures.append(
            Signature(
                subject_kind=PROGRESS_NOTE_KIND, subject_id=note.pk, meaning=SignatureMeaning.AUTHOR, staff_id=author.pk,
                signer_name=author.name, credential=credential_on(author, at.date()),
                signed_at=at, digest=note.digest,
            )
        )  # fmt: skip
    Signature.objects.bulk_create(signatures)
    ProgressNote.objects.bulk_update(notes, ["digest", "status", "signed_at"])
    record(
        by=SYSTEM, verb="therapy.progress_note_signed", subject=None, clients={note.episode.client_id for note in notes},
        detail={"notes": len(notes)},
    )  # fmt: skip


def _single_ones(house: Clinic, now: dt.datetime, stays: Sequence[Episode]) -> None:
    """Tell of one of each: waiting, returned, an attempt, case management, an addendum, a question, a format of the clinic's own."""
    if not stays:
        return
    at = now - dt.timedelta(hours=20)
    with clock.frozen(at):
        _own_format(house, at)
        for number, stay in enumerate(stays[:2]):
            ended = at - dt.timedelta(hours=number + 1)
            note = _short(house, "Castellanos", stay, NoteKind.CHECK_IN, words.CHECK_IN, ended)
            if number:
                actions.return_progress_note(by=house.acting("Ferreira", at), note=note, comment=words.COMMENT, at=at)
        housing = _short(
            house, "Oduya", stays[0], NoteKind.CASE_MANAGEMENT, words.HOUSING, at - dt.timedelta(minutes=20)
        )
        _short(house, "Oduya", stays[-1], NoteKind.ATTEMPTED, words.CALLED, at - dt.timedelta(hours=3))
        _beside(house, at, stays[0], housing)


def _own_format(house: Clinic, at: dt.datetime) -> None:
    actions.save_format(
        by=house.acting("Ferreira", at), name="Recovery coaching", kinds=[NoteKind.CHECK_IN, NoteKind.CASE_MANAGEMENT], at=at,
        sections=[
            {"label": "What went well", "hint": "In their own words.", "required": True},
            {"label": "What was hard", "hint": "", "required": True},
            {"label": "What we agreed", "hint": "Who does what, by when.", "required": True},
        ],
    )  # fmt: skip


def _short(house: Clinic, author: str, stay: Episode, kind: NoteKind, text: str, ends_at: dt.datetime) -> ProgressNote:
    at = ends_at + dt.timedelta(minutes=10)
    by = house.acting(author, at)
    note = actions.open_progress_note(
        by=by, episode=stay, kind=kind, at=at, starts_at=ends_at - dt.timedelta(minutes=20), ends_at=ends_at
    )
    values = {
        "mode": "phone" if kind == NoteKind.ATTEMPTED else "in_person", "next_step": "Try again on the next working day.",
        "risk": RiskSeen.NONE, "outcome": "no_answer" if kind == NoteKind.ATTEMPTED else "",
        "no_objective_reason": NoObjective.LOGISTICS,
    }  # fmt: skip
    kept = actions.save_progress_note(
        by=by, note=note, version=note.version, at=at, values=values, contents={"happened": text}
    )
    return actions.sign_progress_note(by=by, note=kept.note, at=at, accept_copied=True, accept_overlap=True)


def _beside(house: Clinic, at: dt.datetime, stay: Episode, note: ProgressNote) -> None:
    """Add to a signed note, ask a colleague beside it, and leave a draft."""
    by = house.acting("Oduya", at)
    actions.add_addendum(by=by, note=note, text=words.ADDED, reason="Forgotten while writing", at=at)
    actions.mention(by=by, note=note, staff=house.staff["Verghese"], question=words.QUESTION, at=at)
    draft = actions.open_progress_note(
        by=by, episode=stay, kind=NoteKind.PHONE, at=at, starts_at=at - dt.timedelta(minutes=15), ends_at=at
    )
    actions.save_progress_note(
        by=by, note=draft, version=draft.version, at=at, values={},
        contents={"happened": "Called about the lateness on Tuesday; the bus."},
    )  # fmt: skip
