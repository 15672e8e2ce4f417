"""A draft of an assessment: begun anew, or on one made before."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from clients import rules
from clients.choices import EpisodeStatus
from clients.models import Episode, Inquiry
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import say
from iop.work.actions import drop_for
from therapy.actions.group_notes.drafts import fitting
from therapy.assessment_contents import ASSESSMENT_KIND
from therapy.assessment_form import ASKED_ANEW, IN_USE, form_of
from therapy.choices import AssessmentSource
from therapy.models import AssessmentSection, BiopsychosocialAssessment
from therapy.policies import may_assess, may_change_assessment, signer
from therapy.rules.assessments import TEXT_LENGTH, cleaned, cleaned_left, why_not_adopt


@transaction.atomic
def open_assessment(*, by: Actor, episode: Episode, at: dt.datetime) -> BiopsychosocialAssessment:
    """Begin the assessment of a stay, with what the inquiry already said; one that is under way is given back."""
    row = _held(by, episode)
    draft = BiopsychosocialAssessment.objects.filter(episode=row).drafts().select_related("episode__site").first()
    if draft is not None:
        return draft
    made = _make(by, row, at, source=AssessmentSource.OWN)
    _take_from_inquiry(made, at)
    return made


@transaction.atomic
def adopt_assessment(
    *,
    by: Actor,
    episode: Episode,
    at: dt.datetime,
    made_on: dt.date | None = None,
    made_by: str = "",
    earlier: BiopsychosocialAssessment | None = None,
    review_note: str = "",
) -> BiopsychosocialAssessment:
    """Begin with an assessment made before, here (``earlier``, whose answers come along) or elsewhere, within 12 months.

    It counts once it is reviewed, brought up to date and signed (A.A.C. R9-10-1011(B)). Raises ``Conflict`` while one is under
    way, ``Invalid`` for one that is too old.
    """
    row = _held(by, episode)
    if BiopsychosocialAssessment.objects.filter(episode=row).drafts().exists():
        raise Conflict(say("An assessment is under way already. Finish or discard it first."), code="under_way")
    source = AssessmentSource.EARLIER if earlier else AssessmentSource.OUTSIDE
    day = clock.local_date(at, row.site.time_zone)
    if earlier is not None:
        made_on, made_by = _when_made(row, earlier), ""
    name = rules.plain_line(made_by)[:200]
    require_valid(
        why_not_adopt(source, made_on, name, day),
        "made_by" if made_on and made_on <= day and not name and not earlier else "made_on",
    )
    made = _make(
        by, row, at, source=source, made_by=name, made_on=made_on, earlier=earlier,
        review_note=fitting(review_note.strip(), "review_note"),
    )  # fmt: skip
    if earlier is None:
        _take_from_inquiry(made, at)
    else:
        _take_from_earlier(made, earlier, at)
    return made


@transaction.atomic
def save_review(
    *, by: Actor, assessment: BiopsychosocialAssessment, version: int, review_note: str, at: dt.datetime
) -> BiopsychosocialAssessment:
    """Save what was reviewed in an adopted assessment, and what has changed since. ``version`` is the assessment's."""
    row = locked(assessment.pk)
    require(may_change_assessment(by, row))
    if row.version != version:
        raise Stale(say("A colleague changed this text meanwhile. Nothing was overwritten."))
    if row.source == AssessmentSource.OWN:
        raise Invalid(say("This assessment was made here; there is nothing to review."), field="review_note")
    row.review_note = fitting(review_note.strip(), "review_note")
    row.saved_at = at
    row.version += 1
    row.save(update_fields=["review_note", "saved_at", "version"])
    told(by, "therapy.assessment_reviewed", row, characters=len(row.review_note))
    return row


@transaction.atomic
def discard_assessment(*, by: Actor, assessment: BiopsychosocialAssessment, at: dt.datetime) -> None:
    """Throw a draft away that was begun by mistake, with its answers. ``at`` is when it was decided."""
    row = locked(assessment.pk)
    require(may_change_assessment(by, row))
    told(by, "therapy.assessment_discarded", row, at=at)
    drop_for(by=by, subject=(ASSESSMENT_KIND, row.pk), at=at)
    row.sections.all().delete()
    row.delete()


def locked(assessment_id: uuid.UUID) -> BiopsychosocialAssessment:
    """Read an assessment and hold it until the transaction ends. Raises ``Conflict`` for one discarded meanwhile."""
    row = (
        BiopsychosocialAssessment.objects.select_for_update(of=("self",))
        .select_related("episode__site")
        .filter(pk=assessment_id)
        .first()
    )
    if row is None:
        raise Conflict(say("A colleague discarded this assessment meanwhile."), code="gone")
    return row


def told(by: Actor, verb: str, row: BiopsychosocialAssessment, **detail: Any) -> None:
    """Record what happened to an assessment: codes and counts, never an answer."""
    record(by=by, verb=verb, subject=row, clients=[row.episode.client_id], site_id=row.episode.site_id, detail=detail)


def _held(by: Actor, episode: Episode) -> Episode:
    row = Episode.objects.select_for_update(of=("self",)).select_related("site").get(pk=episode.pk)
    require(may_assess(by, row.site_id))
    if row.status not in (EpisodeStatus.INQUIRY, EpisodeStatus.ADMITTED):
        raise Conflict(say("This stay has ended; open a new one first."), code="episode_over")
    return row


def _make(by: Actor, episode: Episode, at: dt.datetime, **fields: Any) -> BiopsychosocialAssessment:
    made = BiopsychosocialAssessment.objects.create(
        **{"episode": episode, "author_id": signer(by), "definition": IN_USE, "saved_at": at, **fields}
    )
    told(by, "therapy.assessment_opened", made, source=str(made.source))
    return made


def _take_from_inquiry(made: BiopsychosocialAssessment, at: dt.datetime) -> None:
    inquiry = Inquiry.objects.filter(episode=made.episode_id).first()
    if inquiry is None:
        return
    substances: dict[str, Any] = {}
    if inquiry.substances:
        substances["history"] = {str(substance): {"use": "told"} for substance in inquiry.substances}
    if note := rules.plain_text(inquiry.substances_note):
        substances["more"] = note
    own_words = rules.plain_text(inquiry.presenting_problem)[:TEXT_LENGTH]
    found = {"presenting": {"own_words": own_words} if own_words else {}, "substances": substances}
    AssessmentSection.objects.bulk_create(
        AssessmentSection(assessment=made, key=key, answers=answers, saved_at=at)
        for key, answers in found.items()
        if answers
    )


def _when_made(episode: Episode, earlier: BiopsychosocialAssessment) -> dt.date:
    if earlier.signed_at is None or earlier.episode.client_id != episode.client_id:
        raise Invalid(say("Choose a signed assessment of this client."), field="earlier")
    # One adopted before keeps its own date: adopting it again must not make it younger.
    return earlier.made_on or clock.local_date(earlier.signed_at, earlier.episode.site.time_zone)


def _take_from_earlier(made: BiopsychosocialAssessment, earlier: BiopsychosocialAssessment, at: dt.datetime) -> None:
    form, today = form_of(made.definition), clock.local_date(at, made.episode.site.time_zone)
    rows = []
    for old in earlier.sections.exclude(key__in=ASKED_ANEW):
        if section := form.section(old.key):
            answers, _ = cleaned(section, old.answers, today)
            left = cleaned_left(section, old.left, answers)
            rows.append(AssessmentSection(assessment=made, key=old.key, answers=answers, left=left, saved_at=at))
    AssessmentSection.objects.bulk_create(rows)
