"""What groups teach: kinds of parts, topics with their handouts, and exercises."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.documents.models import StoredFile
from scheduling import policies
from scheduling.actions.rooms import locked, named, write
from scheduling.choices import ComponentCategory
from scheduling.models import ComponentKind, CurriculumTopic, Exercise, Handout


@transaction.atomic
def save_kind(
    *,
    by: Actor,
    key: str,
    name: str,
    category: str,
    default_minutes: int,
    min_minutes: int,
    max_minutes: int,
    at: dt.datetime,
    counts_as_service: bool = True,
    clients_per_facilitator: int | None = None,
    min_clients: int = 0,
    needs_licensed_lead: bool = False,
    is_active: bool = True,
    kind: ComponentKind | None = None,
    version: int | None = None,
) -> ComponentKind:
    """Add a kind of part or change one. A break never counts as service, and a usual length lies inside the range."""
    require(policies.may_edit_templates(by))
    if not 1 <= min_minutes <= default_minutes <= max_minutes:
        raise Invalid(say("The usual length lies between the shortest and the longest."), field="default_minutes")
    if category == ComponentCategory.BREAK and counts_as_service:
        raise Invalid(say("A break is no service."), field="counts_as_service")
    if clients_per_facilitator is not None and clients_per_facilitator < 1:
        raise Invalid(say("One facilitator holds at least one client."), field="clients_per_facilitator")
    row = locked(kind, version) or ComponentKind(key=key)
    row.name, row.category = named(name), category
    row.default_minutes, row.min_minutes, row.max_minutes = default_minutes, min_minutes, max_minutes
    row.counts_as_service, row.clients_per_facilitator = counts_as_service, clients_per_facilitator
    row.min_clients, row.needs_licensed_lead, row.is_active = min_clients, needs_licensed_lead, is_active
    write(row, say("Another kind has this key."), "key")
    record(
        by=by, verb="scheduling.kind_saved", subject=row,
        detail={"key": row.key, "minutes": [min_minutes, default_minutes, max_minutes], "service": counts_as_service},
    )  # fmt: skip
    return row


@transaction.atomic
def save_topic(
    *,
    by: Actor,
    title: str,
    category: str,
    at: dt.datetime,
    summary: str = "",
    position: int = 0,
    language: str = "en",
    is_active: bool = True,
    topic: CurriculumTopic | None = None,
    version: int | None = None,
) -> CurriculumTopic:
    """Add a topic to the curriculum or change one. ``position`` orders the topics of a category."""
    require(policies.may_edit_templates(by))
    row = locked(topic, version) or CurriculumTopic()
    row.title, row.category, row.summary = named(title), category, summary.strip()
    row.position, row.language, row.is_active = position, language, is_active
    write(row, say("Another topic has this title."), "title")
    record(by=by, verb="scheduling.topic_saved", subject=row, detail={"category": str(category), "active": is_active})
    return row


@transaction.atomic
def add_handout(
    *,
    by: Actor,
    topic: CurriculumTopic,
    title: str,
    at: dt.datetime,
    body: str = "",
    file: StoredFile | None = None,
    language: str = "en",
) -> Handout:
    """Give a topic something to take home: a text written here, or a checked file."""
    require(policies.may_edit_templates(by))
    if not body.strip() and file is None:
        raise Invalid(say("Write the handout's text or choose a file."), field="body")
    row = Handout.objects.create(topic=topic, title=named(title), body=body.strip(), file=file, language=language)
    record(by=by, verb="scheduling.handout_added", subject=row, detail={"topic": topic.pk})
    return row


@transaction.atomic
def change_handout(*, by: Actor, handout: Handout, title: str, body: str, at: dt.datetime) -> Handout:
    """Change a handout's title and text."""
    require(policies.may_edit_templates(by))
    row = Handout.objects.select_for_update(of=("self",)).get(pk=handout.pk)
    if not body.strip() and row.file_id is None:
        raise Invalid(say("Write the handout's text or choose a file."), field="body")
    row.title, row.body = named(title), body.strip()
    row.save(update_fields=["title", "body"])
    record(by=by, verb="scheduling.handout_changed", subject=row, detail={"topic": row.topic_id})
    return row


@transaction.atomic
def remove_handout(*, by: Actor, handout: Handout, at: dt.datetime) -> None:
    """Take a handout away from its topic."""
    require(policies.may_edit_templates(by))
    record(by=by, verb="scheduling.handout_removed", subject=handout, detail={"topic": handout.topic_id})
    handout.delete()


@transaction.atomic
def save_exercise(
    *,
    by: Actor,
    title: str,
    script: str,
    minutes: int,
    at: dt.datetime,
    language: str = "en",
    is_active: bool = True,
    exercise: Exercise | None = None,
    version: int | None = None,
) -> Exercise:
    """Add an exercise to the library or change one. ``script`` are the words to lead it by."""
    require(policies.may_edit_templates(by))
    if not script.strip():
        raise Invalid(say("Write the words to lead the exercise by."), field="script")
    if minutes < 1:
        raise Invalid(say("An exercise takes at least a minute."), field="minutes")
    row = locked(exercise, version) or Exercise()
    row.title, row.script, row.minutes = named(title), script.strip(), minutes
    row.language, row.is_active = language, is_active
    write(row, say("Another exercise has this title."), "title")
    record(by=by, verb="scheduling.exercise_saved", subject=row, detail={"minutes": minutes, "active": is_active})
    return row
