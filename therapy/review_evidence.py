"""What therapy knows beside notes, plans and measures when a stay is reviewed (the slot ``EVIDENCE``).

What stands in the way of leaving, the plan against relapse, whether medication for the disorder is taken, and what the
client said to plan and review. Source: levels_of_care.md §4, items 4, 5, 11 and 13.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q

from clients.evidence import Fact, Subject
from clients.models import Diagnosis, Episode
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import Sentence, say, sentence
from therapy.choices.medications import Treats
from therapy.choices.own_plans import RELAPSE_PLAN_OF, OwnPlanKind
from therapy.choices.plans import ClientSignatureMethod
from therapy.models import EarlyWarning, Medication, OwnPlanVersion, TreatmentPlan
from therapy.warnings import reason

NEEDS_MEDICATION: dict[str, tuple[Treats, Sentence]] = {
    "F11": (Treats.MOUD, say("No medication for opioid use disorder is on the list; note whether it was offered.")),
    "F10": (Treats.MAUD, say("No medication for alcohol use disorder is on the list; note whether it was offered.")),
}
"""Diagnoses (by the first three signs of ICD-10-CM) for which medication is offered, and what is said when none is taken."""


def facts(episode: Episode, first: dt.date, last: dt.date, at: dt.datetime) -> list[Fact]:
    """Say what is open, agreed and told, as known at ``at``; five statements. The days do not narrow it."""
    today = clock.local_date(at, episode.site.time_zone)
    plan = TreatmentPlan.objects.active().filter(episode=episode).first()
    return [
        *_warnings(episode),
        *_agreed(plan),
        *_relapse_plan(episode),
        *_medication(episode, today),
        *_answer(plan, episode.site.time_zone),
    ]


def _warnings(episode: Episode) -> Iterator[Fact]:
    for row in EarlyWarning.objects.open().filter(episode=episode).select_related("rule").order_by("created_at", "pk"):
        day = clock.local_date(row.created_at, episode.site.time_zone)
        yield Fact(Subject.BARRIERS, reason(row), day, "warn", ("therapy.earlywarning", row.pk), Permission.NOTE_VIEW)


def _agreed(plan: TreatmentPlan | None) -> Iterator[Fact]:
    if plan is None or not plan.discharge_criteria:
        return
    words = sentence(say("Agreed for leaving: {criteria}"), criteria=plan.discharge_criteria)
    yield Fact(
        Subject.BARRIERS, words, plan.valid_from, "neutral", ("therapy.treatmentplan", plan.pk), Permission.NOTE_VIEW
    )


def _relapse_plan(episode: Episode) -> Iterator[Fact]:
    kept = OwnPlanVersion.objects.filter(plan__client=episode.client_id, plan__kind=OwnPlanKind.RELAPSE)
    newest = kept.order_by("-kept_at").values_list("kept_at", flat=True).first()
    if newest is None:
        return
    day = clock.local_date(newest, episode.site.time_zone)
    place = (RELAPSE_PLAN_OF, episode.client_id)
    yield Fact(Subject.USE, say("A relapse-prevention plan holds."), day, "good", place, Permission.NOTE_VIEW)


def _medication(episode: Episode, today: dt.date) -> Iterator[Fact]:
    standing = Diagnosis.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), client=episode.client_id, entered_in_error_at__isnull=True
    )
    wanted = {code[:3] for code in standing.values_list("code__code", flat=True)} & set(NEEDS_MEDICATION)
    if not wanted:
        return
    taken = set(Medication.objects.right().on(today).filter(client=episode.client_id).values_list("treats", flat=True))
    for stem in sorted(wanted):
        treats, words = NEEDS_MEDICATION[stem]
        if treats not in taken:
            place = ("therapy.medications_of", episode.client_id)
            yield Fact(Subject.MEDICATIONS, words, None, "warn", place, Permission.MEDICATIONS_VIEW)


def _answer(plan: TreatmentPlan | None, zone: str) -> Iterator[Fact]:
    answer = plan.client_signatures.order_by("-signed_at", "-pk").first() if plan else None
    if plan is None or answer is None:
        return
    if answer.method == ClientSignatureMethod.REFUSED:
        words = sentence(say("Did not want to sign the treatment plan: {said}"), said=answer.refused_because)
    else:
        words = say("Signed the treatment plan.")
    place = ("therapy.treatmentplan", plan.pk)
    yield Fact(
        Subject.CLIENTS_VIEW, words, clock.local_date(answer.signed_at, zone), "neutral", place, Permission.NOTE_VIEW
    )
