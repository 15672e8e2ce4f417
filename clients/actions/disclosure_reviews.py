"""Looking at emergency disclosures afterwards."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction

from clients import policies_privacy, rules
from clients.choices import Ground
from clients.models import Disclosure, DisclosureReview
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, NotAllowed, require
from iop.core.words import say
from iop.work.actions import close_for
from iop.work.choices import WorkKind

SUBJECT = "clients.disclosure"


@transaction.atomic
def review_disclosure(
    *, by: Actor, disclosure: Disclosure, was_right: bool | None, note: str, at: dt.datetime
) -> DisclosureReview:
    """Write what a look at an emergency disclosure found; the work it asked for closes.

    Raises ``NotAllowed`` for whoever made it, ``Conflict`` when somebody has looked already. Source: 42 CFR 2.51, 2.16.
    """
    require(policies_privacy.may_review(by, disclosure))
    if by.staff_id is None:
        raise NotAllowed(say("Only a person can review a disclosure."))
    if disclosure.ground != Ground.EMERGENCY:
        raise Invalid(say("Only emergency disclosures are reviewed here."))
    if was_right is None:
        raise Invalid(say("Say whether it was right."), field="was_right")
    found = rules.plain_text(note)
    if not found:
        raise Invalid(say("Say what you found, in a sentence."), field="note")
    row = _written(disclosure, by.staff_id, was_right, found, at)
    close_for(by=by, subject=(SUBJECT, disclosure.pk), kind=WorkKind.REVIEW_DISCLOSURE, at=at)
    record(
        by=by, verb="clients.disclosure_reviewed", subject=disclosure, clients=[disclosure.client_id],
        site_id=disclosure.site_id, detail={"was_right": was_right},
    )  # fmt: skip
    return row


def _written(
    disclosure: Disclosure, staff_id: uuid.UUID, was_right: bool, note: str, at: dt.datetime
) -> DisclosureReview:
    try:
        with transaction.atomic():
            return DisclosureReview.objects.create(
                disclosure=disclosure, at=at, by_id=staff_id, was_right=was_right, note=note
            )
    except IntegrityError as clash:
        raise Conflict(say("Somebody has already reviewed this disclosure."), code="already_reviewed") from clash
