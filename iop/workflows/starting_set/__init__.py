"""What a clinic may begin with: levels, licences, kinds of parts, curriculum, exercises, four tracks and an example week.

Everything is made by the same actions as by hand, can be changed afterwards, and is left alone when it is there already:
installing twice makes nothing twice and changes nothing that the clinic changed.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from clients.actions import save_check, save_level, set_requirement
from clients.actions.consents import install_forms
from clients.actions.letters import ensure_letter_templates
from clients.diagnosis_loading import load_shipped
from clients.dimension_names import install_dimensions
from clients.models import IntakeCheck, LevelOfCare, LevelRequirement
from iop.access.actors import SYSTEM, Actor
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.clinic.actions import save_credential_kind
from iop.clinic.models import CredentialKind, Site
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.core.words import say
from iop.workflows.starting_set.credentials import CREDENTIALS
from iop.workflows.starting_set.curriculum import TOPICS
from iop.workflows.starting_set.exercises import EXERCISES
from iop.workflows.starting_set.intake import CHECKS
from iop.workflows.starting_set.kinds import KINDS
from iop.workflows.starting_set.levels import LEVELS, SINCE
from iop.workflows.starting_set.weeks import MINUTES, PROGRAM, PROGRAM_LEVEL, SEATS, TRACKS, Day
from iop.workflows.starting_set.weeks import Track as TrackPlan
from scheduling.actions import (
    add_handout,
    save_exercise,
    save_kind,
    save_program,
    save_template_version,
    save_topic,
    save_track,
)
from scheduling.models import ComponentKind, CurriculumTopic, Exercise, Program, Track, WeeklyTemplate
from scheduling.rules.weeks import PlannedDay, PlannedPart
from sessions_app.actions.absence.setting import install_absence_policy
from therapy.actions.measures import install_rhythm
from therapy.actions.warnings import install_warning_rules

PARTS = (
    "levels",
    "dimensions",
    "diagnosis_codes",
    "credentials",
    "kinds",
    "curriculum",
    "exercises",
    "consents",
    "letters",
    "intake",
    "warnings",
    "measures",
    "absence",
    "tracks",
    "week",
)
NEEDS = {"measures": {"levels"}, "tracks": {"levels"}, "week": {"levels", "kinds", "tracks"}}
"""What a part cannot do without: it is made along."""


@dataclass(frozen=True)
class Installing:
    """Where and when the set is made."""

    site: Site
    at: dt.datetime

    @property
    def today(self) -> dt.date:
        """The site's date."""
        return clock.local_date(self.at, self.site.time_zone)


@transaction.atomic
def install(
    *, by: Actor, site_id: uuid.UUID, at: dt.datetime | None = None, choices: Collection[str] | None = None
) -> Mapping[str, int]:
    """Make the chosen ``PARTS`` at a site, all when none is named, with what they need; say how many of each were new.

    Whoever may change the clinic at the site may do this; the rows are then made by the system on their word.
    """
    if not by.can(Permission.CLINIC_EDIT, site_id):
        raise NotAllowed(say("Only a site administrator may install the starting set."))
    wanted = _with_needs(PARTS if choices is None else choices)
    where = Installing(Site.objects.select_for_update().get(pk=site_id), at or clock.now())
    made = {part: MAKERS[part](where) for part in PARTS if part in wanted}
    record(by=by, verb="scheduling.starting_set", subject=where.site, site_id=site_id, detail=made)
    return made


def _with_needs(choices: Collection[str]) -> set[str]:
    unknown = set(choices) - set(PARTS)
    if unknown:
        raise Invalid(say("Choose parts of the starting set from the list."), field="parts")
    return set(choices).union(*(NEEDS.get(part, set()) for part in choices))


def _levels(where: Installing) -> int:
    known = {level.key: level for level in LevelOfCare.objects.all()}
    asked = set(LevelRequirement.objects.values_list("level_id", flat=True))
    new = 0
    for plan in LEVELS:
        level = known.get(plan.key)
        if level is None:
            level = save_level(
                by=SYSTEM, key=plan.key, name=plan.name, short_name=plan.short_name, intensity=plan.intensity, at=where.at,
                is_off_site=plan.is_off_site, asam_3=plan.asam_3, asam_4=plan.asam_4,
            )  # fmt: skip
            new += 1
        if plan.asked and level.pk not in asked:
            set_requirement(by=SYSTEM, level=level, valid_from=SINCE, at=where.at, **plan.asked)  # type: ignore[arg-type]
    return new


def _dimensions(_where: Installing) -> int:
    return install_dimensions()


def _diagnosis_codes(_where: Installing) -> int:
    return load_shipped().new


def _credentials(where: Installing) -> int:
    known = set(CredentialKind.objects.values_list("code", flat=True))
    missing = [each for each in CREDENTIALS if each[0] not in known]
    for code, name, rights in missing:
        save_credential_kind(by=SYSTEM, code=code, name=name, **rights)
    return len(missing)


def _kinds(where: Installing) -> int:
    known = set(ComponentKind.objects.values_list("key", flat=True))
    missing = [kind for kind in KINDS if kind.key not in known]
    for kind in missing:
        shortest, usual, longest = kind.minutes
        save_kind(
            by=SYSTEM, key=kind.key, name=kind.name, category=kind.category, default_minutes=usual, min_minutes=shortest,
            max_minutes=longest, at=where.at, counts_as_service=kind.is_service, clients_per_facilitator=kind.limit,
            min_clients=kind.least, needs_licensed_lead=kind.is_licensed,
        )  # fmt: skip
    return len(missing)


def _curriculum(where: Installing) -> int:
    known = set(CurriculumTopic.objects.values_list("title", flat=True))
    missing = [(number, topic) for number, topic in enumerate(TOPICS, start=1) if topic.title not in known]
    for number, plan in missing:
        topic = save_topic(
            by=SYSTEM, title=plan.title, category=plan.category, summary=plan.summary, position=number * 10, at=where.at
        )
        add_handout(by=SYSTEM, topic=topic, title=plan.title, body=plan.handout, at=where.at)
    return len(missing)


def _exercises(where: Installing) -> int:
    known = set(Exercise.objects.values_list("title", flat=True))
    missing = [plan for plan in EXERCISES if plan.title not in known]
    for plan in missing:
        save_exercise(by=SYSTEM, title=plan.title, minutes=plan.minutes, script=plan.script, at=where.at)
    return len(missing)


def _consents(where: Installing) -> int:
    return install_forms(by=SYSTEM, at=where.at)


def _letters(where: Installing) -> int:
    return ensure_letter_templates(at=where.at)


def _intake(where: Installing) -> int:
    known = set(IntakeCheck.objects.values_list("kind", "key"))
    missing = [plan for plan in CHECKS if (plan.kind.value, plan.key) not in known]
    for plan in missing:
        save_check(
            by=SYSTEM, kind=plan.kind, key=plan.key, text=plan.text, hint=plan.hint, is_needed=plan.is_needed,
            payer_kinds=plan.payers, at=where.at,
        )  # fmt: skip
    return len(missing)


def _warnings(where: Installing) -> int:
    return install_warning_rules(by=SYSTEM, at=where.at)


def _absence(where: Installing) -> int:
    return install_absence_policy(by=SYSTEM, at=where.at)


def _measures(where: Installing) -> int:
    return install_rhythm(by=SYSTEM, valid_from=where.today)


def _tracks(where: Installing) -> int:
    program = Program.objects.filter(site=where.site, name=PROGRAM).first()
    if program is None:
        level = LevelOfCare.objects.get(key=PROGRAM_LEVEL)
        program = save_program(by=SYSTEM, site_id=where.site.pk, level=level, name=PROGRAM, at=where.at)
    known = set(Track.objects.filter(program=program).values_list("name", flat=True))
    missing = [plan for plan in TRACKS if plan.name not in known]
    for plan in missing:
        save_track(by=SYSTEM, program=program, name=plan.name, day_part=plan.day_part, capacity=SEATS, at=where.at)
    return len(missing)


def _week(where: Installing) -> int:
    planned = set(WeeklyTemplate.objects.values_list("track_id", flat=True))
    tracks = Track.objects.filter(
        program__site=where.site, program__name=PROGRAM, name__in=[plan.name for plan in TRACKS]
    )
    new = [track for track in tracks if track.pk not in planned]
    plans = {plan.name: plan for plan in TRACKS}
    known = _Known.read()
    for track in new:
        save_template_version(
            by=SYSTEM,
            track=track,
            valid_from=where.today,
            days=known.days(plans[track.name]),
            at=where.at,
            note="Starting set",
        )
    return len(new)


@dataclass(frozen=True)
class _Known:
    """Kinds, topics and exercises by the names that the weeks use; a topic the clinic took away is left open."""

    kinds: Mapping[str, uuid.UUID]
    topics: Mapping[str, uuid.UUID]
    exercises: Mapping[str, uuid.UUID]

    @classmethod
    def read(cls) -> _Known:
        return cls(
            dict(ComponentKind.objects.values_list("key", "pk")),
            dict(CurriculumTopic.objects.values_list("title", "pk")),
            dict(Exercise.objects.values_list("title", "pk")),
        )

    def days(self, plan: TrackPlan) -> list[PlannedDay]:
        return [
            PlannedDay(weekday=day.weekday, starts_at=plan.starts_at, focus=day.focus, parts=self._parts(day))
            for day in plan.days
        ]

    def _parts(self, day: Day) -> tuple[PlannedPart, ...]:
        missing = {kind for kind, _, _ in day.blocks} - set(self.kinds)
        if missing:
            raise Conflict(
                say("A kind of part that the example week needs is missing. Install the component kinds too.")
            )
        return tuple(
            PlannedPart(
                kind_id=self.kinds[kind], minutes=minutes, title=title, topic_id=self.topics.get(about),
                exercise_id=self.exercises.get(about),
            )
            for (kind, title, about), minutes in zip(day.blocks, MINUTES, strict=True)
        )  # fmt: skip


MAKERS: Mapping[str, Callable[[Installing], int]] = {
    "levels": _levels,
    "dimensions": _dimensions,
    "diagnosis_codes": _diagnosis_codes,
    "credentials": _credentials,
    "kinds": _kinds,
    "curriculum": _curriculum,
    "exercises": _exercises,
    "consents": _consents,
    "letters": _letters,
    "intake": _intake,
    "warnings": _warnings,
    "measures": _measures,
    "absence": _absence,
    "tracks": _tracks,
    "week": _week,
}
