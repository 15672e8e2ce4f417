"""Agreements by which a party serves the program and is bound as we are (42 CFR 2.11; 45 CFR 164.504(e))."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from clients import party_rules, policies_privacy, rules
from clients.choices import AgreementKind, Purpose
from clients.models import RecipientParty, ServiceAgreement
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, require, require_valid
from iop.core.words import say
from iop.documents.models import StoredFile


@transaction.atomic
def add_agreement(
    *,
    by: Actor,
    party: RecipientParty,
    kind: str,
    services: str,
    purposes: Collection[str],
    starts_on: dt.date | None,
    at: dt.datetime,
    ends_on: dt.date | None = None,
    paper: StoredFile | None = None,
) -> ServiceAgreement:
    """Record a signed agreement: what the party does for the program, for which purposes, from when until when.

    Raises ``Invalid`` beside the field that cannot be used; a relative, employer, school or court cannot have one.
    """
    require(policies_privacy.may_bind(by))
    party = RecipientParty.objects.select_for_update().get(pk=party.pk)
    require_valid(party_rules.why_no_agreement(party.kind), "party")
    if kind not in AgreementKind.values:
        raise Invalid(say("Choose what kind of agreement it is."), field="kind")
    served = rules.plain_line(services)
    if not served:
        raise Invalid(say("Say what they do for the program."), field="services")
    require_valid(rules.why_too_long(served, 300), "services")
    require_valid(party_rules.why_not_dated(starts_on, ends_on), "starts_on" if starts_on is None else "ends_on")
    assert starts_on is not None
    row = ServiceAgreement.objects.create(
        party=party, kind=kind, services=served, purposes=_purposes(purposes), starts_on=starts_on, ends_on=ends_on,
        paper=paper,
    )  # fmt: skip
    record(
        by=by, verb="clients.agreement_added", subject=row,
        detail={"kind": kind, "party": party.pk, "from": starts_on, "until": ends_on, "at": at},
    )  # fmt: skip
    return row


@transaction.atomic
def end_agreement(
    *, by: Actor, agreement: ServiceAgreement, on: dt.date, reason: str, at: dt.datetime
) -> ServiceAgreement:
    """End an agreement with ``on`` as its last day. Nothing leaves on it after that day; what left stays on record."""
    require(policies_privacy.may_bind(by))
    row = ServiceAgreement.objects.select_for_update().get(pk=agreement.pk)
    if row.ended_reason:
        raise Conflict(say("Somebody has already ended this agreement."), code="already_ended")
    why = rules.plain_line(reason)
    if not why:
        raise Invalid(say("Say why it ends."), field="reason")
    require_valid(rules.why_too_long(why, 200), "reason")
    require_valid(party_rules.why_not_dated(row.starts_on, on), "on")
    row.ends_on, row.ended_reason = on, why
    row.save(update_fields=["ends_on", "ended_reason"])
    record(by=by, verb="clients.agreement_ended", subject=row, detail={"until": on, "at": at})
    return row


def _purposes(purposes: Collection[str]) -> list[str]:
    kept = [each.value for each in Purpose if each.value in set(purposes)]
    if not kept:
        raise Invalid(say("Choose at least one purpose."), field="purposes")
    return kept
