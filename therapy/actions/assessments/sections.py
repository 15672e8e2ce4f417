"""One section saved while it is being written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from iop.access.actors import Actor
from iop.core import clock
from iop.core.errors import Invalid, Stale, require
from iop.core.words import say
from therapy.actions.assessments.drafts import locked, told
from therapy.assessment_form import form_of
from therapy.models import AssessmentSection, BiopsychosocialAssessment
from therapy.policies import may_change_assessment, signer
from therapy.rules.assessments import Problem, cleaned, cleaned_left


class Unfit(Invalid):
    """Some answers do not fit their questions; ``problems`` says which and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems[0].sentence, field=problems[0].field)
        self.problems = problems


@transaction.atomic
def save_section(
    *,
    by: Actor,
    assessment: BiopsychosocialAssessment,
    version: int,
    section: str,
    answers: Mapping[str, Any],
    at: dt.datetime,
    left: Mapping[str, str] | None = None,
) -> AssessmentSection:
    """Save the answers of one section, and in ``left`` why others are missing ("declined", "not_asked").

    ``version`` is the section's that was read, 0 for one not yet begun: two colleagues may write in two sections at once, and
    the later in the same one is told (``Stale``). Raises ``Unfit`` for answers that do not fit; nothing is kept then.
    """
    row = locked(assessment.pk)
    require(may_change_assessment(by, row))
    asked = form_of(row.definition).section(section)
    if asked is None:
        raise Invalid(say("This section is not part of the assessment."), field="section")
    kept, problems = cleaned(asked, answers, clock.local_date(at, row.episode.site.time_zone))
    if problems:
        raise Unfit(problems)
    found = AssessmentSection.objects.select_for_update().filter(assessment=row, key=section).first()
    if (found.version if found else 0) != version:
        raise Stale(say("A colleague changed this section meanwhile. Nothing was overwritten."))
    found = found or AssessmentSection(assessment=row, key=section, version=0)
    found.answers, found.left = kept, cleaned_left(asked, left or {}, kept)
    found.saved_by_id, found.saved_at = signer(by), at
    found.version += 1
    found.save()
    BiopsychosocialAssessment.objects.filter(pk=row.pk).update(saved_at=at)
    told(by, "therapy.assessment_saved", row, section=section, answered=len(kept), left=len(found.left))
    return found
