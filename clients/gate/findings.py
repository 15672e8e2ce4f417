"""A signed consent that turns out to be false closes like one taken back (42 CFR 2.31(c)(4))."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from clients import rules
from clients.models import Consent
from clients.models.disclosures import FalseConsent
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import Sentence, say
from iop.notifications.actions import withdraw_resting_on


def may_find_false(actor: Actor, consent: Consent) -> Sentence | None:
    """A consent is found false by those who answer for privacy at its site."""
    if actor.can(Permission.PRIVACY_MANAGE, consent.site_id):
        return None
    return say("Tell the privacy officer: they look into a consent that may be false.")


@transaction.atomic
def find_false(*, by: Actor, consent: Consent, reason: str, at: dt.datetime) -> FalseConsent:
    """Record that a signed consent is materially false and why; nothing leaves on it from now on, and waiting messages are withdrawn.

    Raises ``Invalid`` without a reason, ``Conflict`` for one that is not signed or was found false before.
    """
    require(may_find_false(by, consent))
    # What is leaving on it at this moment goes first; whatever comes after is refused.
    row = Consent.objects.select_for_update().get(pk=consent.pk)
    why = rules.plain_line(reason)
    if not why:
        raise Invalid(say("Say what is false about it, and how that became known."), field="reason")
    if row.signed_at is None:
        raise Conflict(say("This form was never signed. Discard it instead."), code="not_signed")
    if FalseConsent.objects.filter(consent=row).exists():
        raise Conflict(say("This is recorded already."), code="already_recorded")
    found = FalseConsent.objects.create(consent=row, at=at, by_id=by.staff_id, reason=why[:500])
    withdrawn = withdraw_resting_on(by=by, consent_id=row.pk)
    record(
        by=by, verb="clients.consent_found_false", subject=row, clients=[row.client_id], site_id=row.site_id,
        detail={"kind": row.kind, "messages_withdrawn": withdrawn},
    )  # fmt: skip
    return found
