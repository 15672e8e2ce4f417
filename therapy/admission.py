"""What the clinical side must have done before somebody is admitted. Called through ``settings.ADMISSION_CHECKS``."""

from __future__ import annotations

import datetime as dt

from clients.admission import ChecklistItem, ItemState
from clients.choices import SafetyAnswer
from clients.models import Diagnosis, Episode, Inquiry
from iop.core.words import Sentence, say
from therapy.assessment_contents import ASSESSMENT_KIND
from therapy.assessment_form import SAFETY, form_of
from therapy.choices import NoteStatus
from therapy.models import BiopsychosocialAssessment
from therapy.rules.assessments import progress


def checks(episode: Episode, at: dt.datetime) -> list[ChecklistItem]:
    """Say whether the assessment is signed, safety was asked about, and a diagnosis stands; four statements.

    ``at`` is the instant of admission; none of these depends on it. Source: documentation.md §4; A.A.C. R9-10-1011(B),
    assessed before treatment starts.
    """
    newest = (
        BiopsychosocialAssessment.objects.filter(episode=episode)
        .prefetch_related("sections")
        .order_by("-created_at")
        .first()
    )
    return [_assessment(episode, newest), _safety(episode, newest), _diagnosis(episode)]


def _assessment(episode: Episode, newest: BiopsychosocialAssessment | None) -> ChecklistItem:
    says: Sentence = ""
    if newest is None:
        says = say("The biopsychosocial assessment has not been begun.")
    elif newest.status == NoteStatus.DRAFT:
        says = say("The biopsychosocial assessment is not signed.")
    return _item("assessment", say("Biopsychosocial assessment"), says, _place(episode, newest))


def _safety(episode: Episode, newest: BiopsychosocialAssessment | None) -> ChecklistItem:
    says: Sentence = ""
    if not (_asked_in(newest) or _asked_at_the_first_call(episode)):
        says = say("Nobody has asked about safety yet: finish the safety section of the assessment.")
    return _item("safety", say("Safety screening"), says, _place(episode, newest))


def _diagnosis(episode: Episode) -> ChecklistItem:
    standing = Diagnosis.objects.filter(
        client=episode.client_id, ends_on__isnull=True, entered_in_error_at__isnull=True
    )
    says: Sentence = "" if standing.exists() else say("No diagnosis stands yet.")
    return _item("diagnosis", say("Diagnosis"), says, ("clients.client", str(episode.client_id)))


def _asked_in(newest: BiopsychosocialAssessment | None) -> bool:
    if newest is None:
        return False
    asked = form_of(newest.definition).section(SAFETY)
    told = next((each for each in newest.sections.all() if each.key == SAFETY), None)
    # Somebody was asked; an assessment made elsewhere must ask anew before it counts here.
    return asked is not None and told is not None and progress(asked, told.answers, told.left).is_whole


def _asked_at_the_first_call(episode: Episode) -> bool:
    return Inquiry.objects.filter(episode=episode).exclude(safety=SafetyAnswer.NOT_ASKED).exists()


def _place(episode: Episode, newest: BiopsychosocialAssessment | None) -> tuple[str, str]:
    return (ASSESSMENT_KIND, str(newest.pk)) if newest else ("clients.client", str(episode.client_id))


def _item(key: str, label: Sentence, says: Sentence, place: tuple[str, str]) -> ChecklistItem:
    return ChecklistItem(key, label, ItemState.MISSING if says else ItemState.OK, says, place)
