"""The whole list: every question of readiness for some sites, as things stand now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator

from clients.choices import EpisodeStatus
from clients.models import Episode
from iop.clinic import settings
from iop.clinic.models import Site
from iop.reports.readiness import clinical, papers
from iop.reports.readiness.shapes import KINDS, Owed, Scope
from therapy.actions.plans.owing import responsible

NUMBERS = (
    "notes.sign_hours", "notes.cosign_days", "assessment.finish_hours", "plans.signature_days", "discharge.summary_days",
    "consents.required", "credentials.warn_days", "state_data.wanted", "state_data.due_days",
)  # fmt: skip
QUESTIONS: dict[str, Callable[[Scope], Iterator[Owed]]] = {
    "notes": clinical.notes, "unwritten": clinical.unwritten, "cosign": clinical.cosign, "assessments": clinical.assessments, "plans": clinical.plans,
    "plan_reviews": clinical.plan_reviews, "level_reviews": clinical.level_reviews, "signatures": clinical.signatures,
    "consents": papers.consents, "consents_ending": papers.consents_ending, "summaries": clinical.summaries,
    "tests": clinical.tests, "licences": papers.licences, "incidents": papers.incidents, "breaches": papers.breaches,
    "grievances": papers.grievances,
    "requests": papers.requests, "emergencies": papers.emergencies, "state_data": papers.state_data,
}  # fmt: skip


def owed(sites: Collection[Site], at: dt.datetime, kinds: Collection[str] = ()) -> list[Owed]:
    """Give what is owed at sites, the longest owed first. Statements grow with the sites, never with people or papers."""
    if not sites:
        return []
    scope = read_scope(sites, at)
    found = [each for key in KINDS if not kinds or key in kinds for each in QUESTIONS[key](scope)]
    return sorted(found, key=lambda each: (each.due_on, each.kind, str(each.place[1])))


def read_scope(sites: Collection[Site], at: dt.datetime) -> Scope:
    """Read what all questions share."""
    by_id = {site.pk: site for site in sites}
    scope = Scope(at, by_id, {})
    scope.settings = {
        pk: settings.values(NUMBERS, on=scope.today(pk), site_id=pk) for pk in by_id
    }  # fmt: skip
    scope.stays = list(
        Episode.objects.filter(site__in=by_id, status=EpisodeStatus.ADMITTED).order_by("admitted_on", "pk")
    )
    ended = Episode.objects.filter(site__in=by_id, discharged_on__gte=scope.first_today - clinical.BACK)
    everybody = [*(stay.pk for stay in scope.stays), *ended.values_list("pk", flat=True)]
    scope.owners = responsible(everybody, scope.first_today)
    return scope
