"""What plans a client owns and aftercare say of a stay: for the timeline, and when somebody decides or sums up."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping

from clients.evidence import Fact, Subject
from clients.models import Episode
from clients.timeline import Line, LineKind, Point
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import Sentence, say, sentence
from therapy import safety
from therapy.choices.own_plans import AFTERCARE_OF, AFTERCARE_SETTLED, PLACE_OF_KIND, SAFETY_PLAN_OF, OwnPlanKind
from therapy.models import AftercareStep, DischargeSummary, OwnPlanVersion

KEPT: Mapping[str, Sentence] = {
    OwnPlanKind.SAFETY: say("Safety plan kept"),
    OwnPlanKind.RELAPSE: say("Relapse-prevention plan kept"),
}


def timeline(client_id: uuid.UUID, first: dt.date, last: dt.date) -> list[Line]:
    """Give the days on which a plan was kept or a discharge summary was signed; two statements."""
    points = [*_kept(client_id, first, last), *_summed(client_id, first, last)]
    return [
        Line(
            key="own_plans", label=say("Safety, recovery and discharge"), kind=LineKind.EVENT,
            points=sorted(points, key=lambda point: point.on), needs=Permission.NOTE_VIEW,
        )
    ]  # fmt: skip


def evidence(episode: Episode, first: dt.date, last: dt.date, at: dt.datetime) -> list[Fact]:
    """Say whether a safety plan holds, and how far the aftercare plan is; three statements. The days do not narrow it."""
    today = clock.local_date(at, episode.site.time_zone)
    return [*_safety(episode, today), *_aftercare(episode)]


def _kept(client_id: uuid.UUID, first: dt.date, last: dt.date) -> Iterator[Point]:
    rows = OwnPlanVersion.objects.filter(
        plan__client=client_id, kept_at__date__gte=first, kept_at__date__lte=last
    ).order_by("kept_at")
    for kind, kept_at in rows.values_list("plan__kind", "kept_at"):
        yield Point(kept_at.date(), KEPT[kind], tone="good", place=(PLACE_OF_KIND[kind], client_id))


def _summed(client_id: uuid.UUID, first: dt.date, last: dt.date) -> Iterator[Point]:
    rows = DischargeSummary.objects.signed().filter(
        episode__client=client_id, signed_at__date__gte=first, signed_at__date__lte=last
    )
    for episode_id, signed_at in rows.values_list("episode_id", "signed_at"):
        if signed_at:
            yield Point(signed_at.date(), say("Discharge summary signed"), place=("therapy.summary_of", episode_id))


def _safety(episode: Episode, today: dt.date) -> Iterator[Fact]:
    state = safety.current([episode.client_id]).get(episode.client_id)
    place = (SAFETY_PLAN_OF, episode.client_id)
    if state is None:
        yield Fact(Subject.SAFETY, say("No safety plan has been made."), place=place, needs=Permission.NOTE_VIEW)
        return
    words = (
        say("A safety plan holds; it was due to be gone through again.")
        if state.is_due(today)
        else say("A safety plan holds.")
    )
    tone = "warn" if state.is_due(today) else "good"
    kept_on = clock.local_date(state.kept_at, episode.site.time_zone)
    yield Fact(Subject.SAFETY, words, kept_on, tone, place, Permission.NOTE_VIEW)


def _aftercare(episode: Episode) -> Iterator[Fact]:
    steps = list(AftercareStep.objects.filter(plan__episode=episode))
    if not steps:
        return
    done = sum(step.status in AFTERCARE_SETTLED for step in steps)
    words = sentence(say("Aftercare plan: {done} of {all} steps are settled."), done=done, all=len(steps))
    tone = "good" if done == len(steps) else "neutral"
    yield Fact(Subject.AFTERCARE, words, None, tone, (AFTERCARE_OF, episode.pk), Permission.NOTE_VIEW)
    for step in steps:
        if said := step.says():
            yield Fact(
                Subject.AFTERCARE, said, step.meets_on, "neutral", (AFTERCARE_OF, episode.pk), Permission.NOTE_VIEW
            )
