"""What the clinic asks of a client now: questionnaires that are due, a plan to sign. For the client's own pages."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from django.utils.translation import get_language

from clients.choices import EpisodeStatus, SignerRole
from iop.core import clock
from iop.core.words import Sentence, say
from therapy.models import MeasureAssignment, TreatmentPlan
from therapy.questionnaires import available
from therapy.questionnaires.shapes import Definition

LANGUAGE = "en"
"""What a questionnaire is asked in when it does not exist in the reader's own language."""


class Asked(NamedTuple):
    """One thing the clinic asks of a client. ``url_name`` and ``id`` are the address of the page where it is answered."""

    kind: str
    title: Sentence
    url_name: str
    id: uuid.UUID
    due_on: dt.date


def open_forms(client_id: uuid.UUID, at: dt.datetime) -> list[Asked]:
    """List what a client can answer themselves now, the longest waiting first. Statements do not grow with the rows.

    Scales that staff rate are left out, and what falls due later than today at the site of its stay.
    """
    found = [*_measures(client_id, at), *_plans(client_id, at)]
    return sorted(found, key=lambda each: (each.due_on, each.kind, str(each.id)))


def definitions() -> dict[str, Definition]:
    """Give the questionnaires that a client may answer themselves, in the reader's language where they exist in it."""
    spoken = (get_language() or LANGUAGE)[:2]
    found = {each.key: each for each in available(LANGUAGE)}
    if spoken != LANGUAGE:
        found |= {each.key: each for each in available(spoken)}
    return {key: each for key, each in found.items() if not each.is_staff_only}


def due_measures(client_id: uuid.UUID, at: dt.datetime) -> list[MeasureAssignment]:
    """Give the questionnaires that wait for a client by today, oldest first, staff scales among them."""
    rows = MeasureAssignment.objects.open().filter(episode__client=client_id)
    rows = rows.exclude(episode__status=EpisodeStatus.NOT_ADMITTED).select_related("episode__site")
    return [row for row in rows if row.due_on <= clock.local_date(at, row.episode.site.time_zone)]


def plan_to_sign(client_id: uuid.UUID) -> TreatmentPlan | None:
    """Give the plan in force when its client has neither signed it nor said that they do not want to."""
    rows = TreatmentPlan.objects.active().filter(episode__client=client_id, episode__status=EpisodeStatus.ADMITTED)
    answered = TreatmentPlan.objects.filter(client_signatures__role=SignerRole.CLIENT).values("pk")
    return rows.exclude(pk__in=answered).select_related("episode__site").order_by("-signed_at").first()


def _measures(client_id: uuid.UUID, at: dt.datetime) -> list[Asked]:
    rows = due_measures(client_id, at)
    known = definitions() if rows else {}
    return [
        Asked("measure", known[row.key].title, "my_measure", row.pk, row.due_on) for row in rows if row.key in known
    ]


def _plans(client_id: uuid.UUID, at: dt.datetime) -> list[Asked]:
    plan = plan_to_sign(client_id)
    if plan is None:
        return []
    on = clock.local_date(plan.signed_at or at, plan.episode.site.time_zone)
    return [Asked("plan", say("Read your treatment plan, and sign it if it is right"), "my_plan_sign", plan.pk, on)]
