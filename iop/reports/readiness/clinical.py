"""Notes, assessments, plans, reviews, summaries and tests that are owed. Each question is one or two statements for all sites."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from clients.models import Episode, Placement
from iop.reports.readiness.shapes import Owed, Scope
from scheduling.choices import FacilitatorRole
from sessions_app.choices import ATTENDED, SessionStatus
from sessions_app.models import Attendance, ProgramSession, SessionFacilitator
from therapy.actions.progress_notes.owing import LOOKS_BACK
from therapy.actions.progress_notes.owing import unwritten as without_note
from therapy.choices.drug_tests import TestStatus
from therapy.choices.notes import NoteStatus
from therapy.models import BiopsychosocialAssessment, DischargeSummary, DrugTest, GroupNote, LevelReview, ProgressNote
from therapy.models.plans import PlanSignature, TreatmentPlan
from therapy.plan_rhythm import default_rhythm, rhythms

DAY = dt.timedelta(days=1)
TEST_DAYS = 7
"""Within a week of collection somebody has looked at a result [house rule]."""
HAS_ANSWER = (TestStatus.SCREENED, TestStatus.CONFIRMED)
BACK = dt.timedelta(days=365)
"""Stays that ended longer ago are for the archive."""


def notes(scope: Scope) -> Iterator[Owed]:
    """Drafts past the clinic's hours for signing."""
    drafts = GroupNote.objects.awaiting_signature().filter(session__site__in=scope.sites)
    for pk, site, author, at in drafts.values_list("pk", "session__site", "author", "session__ends_at"):
        yield from _hours("notes", scope, site, at, ("therapy.groupnote", pk), staff=author)
    own = ProgressNote.objects.drafts().standing().filter(episode__site__in=scope.sites)
    fields = ("pk", "episode__site", "author", "ends_at", "created_at", "episode__client")
    for pk, site, author, ended, made, client in own.values_list(*fields):
        yield from _hours(
            "notes", scope, site, ended or made, ("therapy.progressnote", pk), staff=author, client=client
        )


def unwritten(scope: Scope) -> Iterator[Owed]:
    """Days that people attended and appointments that took place or were missed, without any note (105 CMR 164.083(B)(9))."""
    there = Attendance.objects.filter(session=OuterRef("pk"), status__in=ATTENDED)
    noted = GroupNote.objects.filter(session=OuterRef("pk"))
    led = SessionFacilitator.objects.filter(component__session=OuterRef("pk"), role=FacilitatorRole.LEAD)
    over = (SessionStatus.CLOSED, SessionStatus.FINAL)
    days = ProgramSession.objects.filter(
        Exists(there), ~Exists(noted), site__in=scope.sites, status__in=over, ends_at__gt=scope.at - LOOKS_BACK
    )
    leads = days.annotate(lead=Subquery(led.order_by("component__position").values("staff")[:1]))
    for pk, site, at, lead in leads.values_list("pk", "site", "ends_at", "lead"):
        yield from _hours("unwritten", scope, site, at, ("sessions_app.programsession", pk), staff=lead)
    met = without_note(scope.at).filter(site__in=scope.sites)
    for pk, site, at, staff, client in met.values_list("pk", "site", "ends_at", "staff", "client"):
        yield from _hours("unwritten", scope, site, at, ("scheduling.appointment", pk), staff=staff, client=client)


def _hours(
    kind: str, scope: Scope, site: Any, at: dt.datetime, place: Any, *, staff: Any, client: Any = None
) -> Iterator[Owed]:
    due = at + dt.timedelta(hours=scope.number(site, "notes.sign_hours"))
    if due <= scope.at:
        yield Owed(kind, site, scope.day(due, site), place, client, staff)


def cosign(scope: Scope) -> Iterator[Owed]:
    """What a supervised colleague has signed and nobody has read."""
    groups = GroupNote.objects.awaiting_cosignature().filter(session__site__in=scope.sites)
    yield from _waiting(
        scope, groups, "therapy.groupnote", ("pk", "session__site", "author__supervisor", "signed_at", None)
    )
    mine = ("pk", "episode__site", "author__supervisor", "signed_at", "episode__client")
    own = ProgressNote.objects.awaiting_cosignature().standing().filter(episode__site__in=scope.sites)
    yield from _waiting(scope, own, "therapy.progressnote", mine)
    signed = ("pk", "episode__site", "signed_by__supervisor", "signed_at", "episode__client")
    asked = BiopsychosocialAssessment.objects.filter(
        status=NoteStatus.AWAITING_COSIGNATURE, episode__site__in=scope.sites
    )
    yield from _waiting(scope, asked, "therapy.biopsychosocialassessment", signed)
    reviews = LevelReview.objects.awaiting().filter(episode__site__in=scope.sites)
    yield from _waiting(scope, reviews, "therapy.levelreview", signed)
    summaries = DischargeSummary.objects.filter(status=NoteStatus.AWAITING_COSIGNATURE, episode__site__in=scope.sites)
    yield from _waiting(scope, summaries, "therapy.summary_of", ("episode", *signed[1:]))


def _waiting(scope: Scope, rows: QuerySet[Any], place: str, fields: tuple[str | None, ...]) -> Iterator[Owed]:
    names = [each for each in fields if each]
    for found in rows.values_list(*names):
        pk, site, staff, at = found[:4]
        if at is None:
            continue
        due = scope.day(at, site) + scope.number(site, "notes.cosign_days") * DAY
        if due < scope.today(site):
            yield Owed("cosign", site, due, (place, pk), found[4] if len(found) > 4 else None, staff)


def assessments(scope: Scope) -> Iterator[Owed]:
    """People in treatment without a signed assessment."""
    signed = BiopsychosocialAssessment.objects.signed().filter(episode__in=[stay.pk for stay in scope.stays])
    have = set(signed.values_list("episode", flat=True))
    for stay in scope.stays:
        if stay.pk in have or stay.admitted_on is None:
            continue
        due = stay.admitted_on + dt.timedelta(hours=scope.number(stay.site_id, "assessment.finish_hours"))
        yield from _of_stay("assessments", scope, stay, due, ("therapy.assessments_of", stay.client_id))


def plans(scope: Scope) -> Iterator[Owed]:
    """People in treatment without a plan in force."""
    pks = [stay.pk for stay in scope.stays]
    have = set(TreatmentPlan.objects.active().filter(episode__in=pks).values_list("episode", flat=True))
    on = scope.first_today
    placed = dict(Placement.objects.filter(episode__in=pks).on(on).values_list("episode", "level"))
    by_level = rhythms(on)
    usual = {pk: default_rhythm(on, pk) for pk in scope.sites}
    for stay in scope.stays:
        if stay.pk in have or stay.admitted_on is None:
            continue
        rhythm = by_level.get(placed.get(stay.pk), usual[stay.site_id])  # type: ignore[arg-type]
        due = stay.admitted_on + rhythm.first_days * DAY
        yield from _of_stay("plans", scope, stay, due, ("therapy.plans_of", stay.client_id))


def plan_reviews(scope: Scope) -> Iterator[Owed]:
    """Plans whose day of review has passed."""
    stays = {stay.pk: stay for stay in scope.stays}
    rows: QuerySet[Any] = TreatmentPlan.objects.active().filter(episode__in=stays).with_review_due()
    for pk, episode, due in rows.values_list("pk", "episode", "review_due"):
        if due:
            yield from _of_stay("plan_reviews", scope, stays[episode], due, ("therapy.treatmentplan", pk))


def signatures(scope: Scope) -> Iterator[Owed]:
    """Plans in force without the client's signature or refusal."""
    stays = {stay.pk: stay for stay in scope.stays}
    told = PlanSignature.objects.filter(plan=OuterRef("pk"))
    rows = TreatmentPlan.objects.active().filter(~Exists(told), episode__in=stays, signed_at__isnull=False)
    for pk, episode, at in rows.values_list("pk", "episode", "signed_at"):
        stay = stays[episode]
        due = scope.day(at, stay.site_id) + scope.number(stay.site_id, "plans.signature_days") * DAY  # type: ignore[arg-type]
        yield from _of_stay("signatures", scope, stay, due, ("therapy.treatmentplan", pk))


def level_reviews(scope: Scope) -> Iterator[Owed]:
    """Reviews of the level of care whose day has passed."""
    stays = {stay.pk: stay for stay in scope.stays}
    rows = LevelReview.objects.open().filter(episode__in=stays)
    for pk, episode, due, author, other in rows.values_list("pk", "episode", "due_on", "author", "handed_to"):
        found = _of_stay("level_reviews", scope, stays[episode], due, ("therapy.levelreview", pk), other or author)
        yield from found


def summaries(scope: Scope) -> Iterator[Owed]:
    """Stays that have ended without a signed summary."""
    signed = DischargeSummary.objects.signed().filter(episode=OuterRef("pk"))
    ended = Episode.objects.filter(~Exists(signed), site__in=scope.sites, discharged_on__gte=scope.first_today - BACK)
    rows: Any = ended.values_list("pk", "site", "client", "discharged_on")
    for pk, site, client, on in rows:
        due = on + scope.number(site, "discharge.summary_days") * DAY
        if due < scope.today(site):
            yield Owed("summaries", site, due, ("therapy.summary_of", pk), client, scope.owners.get(pk))


def tests(scope: Scope) -> Iterator[Owed]:
    """Tests with a result that nobody has reviewed."""
    rows = DrugTest.objects.filter(status__in=HAS_ANSWER, reviews__isnull=True, episode__site__in=scope.sites)
    rows = rows.filter(collected_at__isnull=False, collected_at__gte=scope.at - BACK)
    for pk, site, client, episode, at in rows.values_list(
        "pk", "episode__site", "episode__client", "episode", "collected_at"
    ):
        due = scope.day(at, site) + TEST_DAYS * DAY  # type: ignore[arg-type]
        if due < scope.today(site):
            yield Owed("tests", site, due, ("therapy.drugtest", pk), client, scope.owners.get(episode))


def _of_stay(
    kind: str, scope: Scope, stay: Episode, due: dt.date, place: tuple[str, Any], staff: Any = None
) -> Iterator[Owed]:
    if due < scope.today(stay.site_id):
        yield Owed(kind, stay.site_id, due, place, stay.client_id, staff or scope.owners.get(stay.pk))
