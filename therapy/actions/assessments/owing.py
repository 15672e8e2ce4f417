"""Which assessments are owed, as work of the one who owes them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from iop.access.actors import Actor
from iop.clinic import settings
from iop.core import clock
from iop.core.words import say
from iop.work.actions import NewItem, open_item, open_items
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from therapy.actions.cosigners import SUPERVISOR_ROLE, cosigner_of
from therapy.assessment_contents import ASSESSMENT_KIND
from therapy.models import BiopsychosocialAssessment


@transaction.atomic
def owe_assessments(*, by: Actor, at: dt.datetime) -> int:
    """Put drafts older than the clinic's hours on their author's work list; say how many items were new.

    A colleague who has left owes nothing: theirs go to the clinical director. Statements do not grow with the drafts.
    """
    asked = (
        BiopsychosocialAssessment.objects.drafts()
        .exclude(pk__in=WorkItem.objects.open().filter(subject_kind=ASSESSMENT_KIND).values("subject_id"))
        .select_related("episode__site", "author")
        .order_by("created_at")
    )
    drafts = list(asked)
    hours = _hours_by_site(drafts, at)
    late = [draft for draft in drafts if draft.created_at + dt.timedelta(hours=hours[draft.episode.site_id]) <= at]
    return open_items(by=by, items=[_item(draft, hours[draft.episode.site_id], at) for draft in late])


def owe_assessment_cosignature(*, by: Actor, assessment: BiopsychosocialAssessment, at: dt.datetime) -> None:
    """Put a waiting assessment on the supervisor's work list; without one, on that of the clinical directors of the site."""
    site = assessment.episode.site
    days = settings.value("notes.cosign_days", on=clock.local_date(at, site.time_zone), site_id=site.pk)
    supervisor_id = assessment.signed_by.supervisor_id if assessment.signed_by else None
    staff_id, role_key = cosigner_of(supervisor_id, site.pk, at)
    open_item(
        by=by, kind=WorkKind.COSIGN_NOTE, site_id=site.pk, subject=(ASSESSMENT_KIND, assessment.pk),
        summary=say("Read a colleague's assessment and co-sign it, or return it"), due_at=at + dt.timedelta(days=days),
        dedupe_key=f"cosign_assessment:{assessment.pk}", assignee_id=staff_id,
        role_key=role_key, client_id=assessment.episode.client_id,
    )  # fmt: skip


def _hours_by_site(drafts: Iterable[BiopsychosocialAssessment], at: dt.datetime) -> dict[uuid.UUID, Any]:
    sites = {draft.episode.site_id: draft.episode.site for draft in drafts}
    return {
        pk: settings.value("assessment.finish_hours", on=clock.local_date(at, site.time_zone), site_id=pk)
        for pk, site in sites.items()
    }


def _item(draft: BiopsychosocialAssessment, hours: int, at: dt.datetime) -> NewItem:
    site = draft.episode.site
    has_left = draft.author.left_on is not None and draft.author.left_on <= clock.local_date(at, site.time_zone)
    return NewItem(
        kind=WorkKind.FINISH_ASSESSMENT, site_id=site.pk, subject=(ASSESSMENT_KIND, draft.pk),
        summary=say("Finish and sign the assessment"), due_at=draft.created_at + dt.timedelta(hours=hours),
        dedupe_key=f"finish_assessment:{draft.pk}", assignee_id=None if has_left else draft.author_id,
        role_key=SUPERVISOR_ROLE if has_left else "", client_id=draft.episode.client_id,
    )  # fmt: skip
