"""What the chart already knows for a discharge summary: a beginning to correct, never the last word.

Facts come from every app through ``clients.evidence``; stay, levels and diagnoses from the chart itself. A fact that the
reader may not be told is left out, and one that needs a permission of its own goes to the part that is kept apart by it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from clients import evidence
from clients.evidence import Fact, Subject
from clients.models import Diagnosis, Episode, Placement
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import Sentence, day_words, say, sentence
from therapy.choices.own_plans import SummaryPart

PART_OF: Mapping[str, str] = {
    Subject.LEVEL: SummaryPart.SERVICES,
    Subject.ATTENDANCE: SummaryPart.SERVICES,
    Subject.PARTICIPATION: SummaryPart.SERVICES,
    Subject.DIMENSIONS: SummaryPart.COURSE,
    Subject.OBJECTIVES: SummaryPart.GOALS,
    Subject.USE: SummaryPart.COURSE,
    Subject.TESTS: SummaryPart.TESTS,
    Subject.MEASURES: SummaryPart.MEASURES,
    Subject.SAFETY: SummaryPart.RISK,
    Subject.MEDICATIONS: SummaryPart.MEDICATION,
    Subject.SUPPORTS: SummaryPart.COURSE,
    Subject.FAMILY: SummaryPart.COURSE,
    Subject.BARRIERS: SummaryPart.COURSE,
    Subject.AFTERCARE: SummaryPart.AFTERCARE,
    Subject.CLIENTS_VIEW: SummaryPart.COURSE,
    Subject.AUTHORIZATION: SummaryPart.SERVICES,
}
KEPT_APART: Mapping[str, str] = {
    Permission.TESTS_VIEW: SummaryPart.TESTS,
    Permission.MEDICATIONS_VIEW: SummaryPart.MEDICATION,
}
READS: Mapping[str, str] = {part: permission for permission, part in KEPT_APART.items()}
"""The permission without which a part is neither shown nor written."""


def known(episode: Episode, actor: Actor, at: dt.datetime) -> dict[str, list[Sentence]]:
    """Give what the chart knows for each part, as sentences; a fixed number of statements."""
    today = clock.local_date(at, episode.site.time_zone)
    first, last = episode.admitted_on or episode.opened_on, episode.discharged_on or today
    found: dict[str, list[Sentence]] = {
        SummaryPart.REASON: list(_stay(episode)),
        SummaryPart.SERVICES: list(_levels(episode)),
        SummaryPart.DIAGNOSES: list(_diagnoses(episode)),
    }
    for fact in evidence.facts(episode, first, last, at):
        if fact.needs is None or actor.can(fact.needs, episode.site_id):
            found.setdefault(part_of(fact), []).append(_dated(fact))
    return {part: lines for part, lines in found.items() if lines}


def first_text(lines: Mapping[str, Iterable[Sentence]]) -> dict[str, str]:
    """Put what is known into text, one fact on each line, in the language of whoever writes."""
    return {part: "\n".join(str(line) for line in said) for part, said in lines.items()}


def part_of(fact: Fact) -> str:
    """Say to which part a fact belongs."""
    return KEPT_APART.get(fact.needs or "") or PART_OF.get(fact.subject, SummaryPart.COURSE)


def may_read_part(actor: Actor, part: str, episode: Episode) -> bool:
    """Say whether somebody who reads the summary reads this part of it too."""
    needs = READS.get(part)
    return needs is None or actor.is_system or actor.can(needs, episode.site_id)


def _dated(fact: Fact) -> Sentence:
    return sentence("{says} ({on})", says=fact.says, on=day_words(fact.on)) if fact.on else fact.says


def _stay(episode: Episode) -> Iterable[Sentence]:
    if episode.admitted_on:
        yield sentence(say("Admitted: {on}"), on=day_words(episode.admitted_on))
    if episode.discharged_on:
        yield sentence(say("Last day in treatment: {on}"), on=day_words(episode.discharged_on))
        yield sentence(say("How it ended: {kind}"), kind=episode.get_discharge_kind_display())
    if episode.discharge_reason:
        yield episode.discharge_reason


def _levels(episode: Episode) -> Iterable[Sentence]:
    rows = Placement.objects.filter(episode=episode).select_related("level").order_by("starts_on")
    for row in rows:
        if row.ends_on:
            words = say("{level}: {first} to {last}")
            yield sentence(words, level=row.level.name, first=day_words(row.starts_on), last=day_words(row.ends_on))
        else:
            yield sentence(say("{level}: from {first}"), level=row.level.name, first=day_words(row.starts_on))


def _diagnoses(episode: Episode) -> Iterable[Sentence]:
    standing = Diagnosis.objects.filter(
        client=episode.client_id, ends_on__isnull=True, entered_in_error_at__isnull=True
    ).select_related("code")
    for row in standing.order_by("rank"):
        yield f"{row.code.code} {row.code.title}"
