"""What the clinic holds that may permit a disclosure, read for many clients at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet

from clients.choices import DISCLOSING_KINDS, ConsentStatus
from clients.consent_minors import minor_rule
from clients.consent_rules import MinorRule
from clients.gate.shapes import Held
from clients.models import Consent, ConsentSignature, RecipientParty, ServiceAgreement
from clients.models.disclosures import FalseConsent
from clients.rules import age
from iop.core import clock

ADULT_EVERYWHERE = 21
"""No state calls somebody older a minor: the site's rule is read for younger ones alone."""
COLUMNS = (
    "id", "client_id", "kind", "status", "signed_at", "discloser", "information", "party_id", "recipient_class",
    "participants", "purposes", "expires_on", "expires_event", "never_expires", "expired_event_at", "stopped_at", "site_id",
    "zone", "born", "signers", "altered", "found_false",
)  # fmt: skip


def consents_of(client_ids: Collection[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, list[Held]]:
    """Give each client's consents that let something leave, signed ones and others, in one statement."""
    by_client: dict[uuid.UUID, list[Held]] = {}
    for held in read(Consent.objects.filter(client__in=client_ids), at):
        by_client.setdefault(held.client_id, []).append(held)
    return by_client


def read(consents: QuerySet[Consent], at: dt.datetime) -> list[Held]:
    """Turn consents into plain values as they stand at ``at``; drafts of other kinds than disclosing ones are left out."""
    signatures = ConsentSignature.objects.filter(consent=OuterRef("pk"))
    rows = (
        consents.filter(kind__in=sorted(DISCLOSING_KINDS))
        .exclude(status=ConsentStatus.DISCARDED)
        .annotate(
            zone=F("site__time_zone"),
            born=F("client__date_of_birth"),
            signers=ArraySubquery(signatures.filter(digest=OuterRef("digest")).order_by("role").values("role")),
            altered=Exists(signatures.exclude(digest=OuterRef("digest"))),
            found_false=Exists(FalseConsent.objects.filter(consent=OuterRef("pk"))),
        )
        .order_by("-created_at", "pk")
        .values(*COLUMNS)
    )
    rules: dict[uuid.UUID, MinorRule] = {}
    return [_held(row, at, rules) for row in rows]


def hold_still(*, client_ids: Collection[uuid.UUID] = (), consent_ids: Collection[uuid.UUID] = ()) -> None:
    """Lock signed consents until the transaction ends: whoever revokes one waits, and comes after in the gate's order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM clients_consent WHERE (client_id = ANY(%s::uuid[]) OR id = ANY(%s::uuid[])) "
            "AND status = 'signed' AND stopped_at IS NULL ORDER BY id FOR SHARE",
            [[str(each) for each in client_ids], [str(each) for each in consent_ids]],
        )


def party(party_id: uuid.UUID | None) -> RecipientParty | None:
    """Find a kept, active recipient."""
    return RecipientParty.objects.filter(pk=party_id, is_active=True).first() if party_id else None


def agreements_of(party_id: uuid.UUID | None, at: dt.datetime) -> list[ServiceAgreement]:
    """Give the agreements in force with an active party, by the calendar date in UTC, in one statement."""
    if party_id is None:
        return []
    on = clock.local_date(at, "UTC")
    return list(ServiceAgreement.objects.on(on).filter(party=party_id, party__is_active=True).order_by("pk"))


def _held(row: dict[str, Any], at: dt.datetime, rules: dict[uuid.UUID, MinorRule]) -> Held:
    signed_at = row["signed_at"]
    signed_on = clock.local_date(signed_at, row["zone"]) if signed_at else None
    held = Held(
        id=row["id"], client_id=row["client_id"], kind=row["kind"], today=clock.local_date(at, row["zone"]),
        is_signed=row["status"] == ConsentStatus.SIGNED, signed_on=signed_on, discloser=row["discloser"],
        information=frozenset(row["information"]), party_id=row["party_id"], recipient_class=row["recipient_class"],
        participants=row["participants"], purposes=frozenset(row["purposes"]), expires_on=row["expires_on"],
        expires_event=row["expires_event"], never_expires=row["never_expires"],
        event_happened=row["expired_event_at"] is not None, is_stopped=row["stopped_at"] is not None,
        signers=frozenset(row["signers"]), altered=row["altered"], found_false=row["found_false"], born=row["born"],
    )  # fmt: skip
    if signed_on is None or age(row["born"], signed_on) >= ADULT_EVERYWHERE:
        return held
    return replace(held, minor_rule=_rule_at(row["site_id"], signed_on, rules))


def _rule_at(site_id: uuid.UUID, on: dt.date, known: dict[uuid.UUID, MinorRule]) -> MinorRule:
    """Read a site's rule once."""
    if site_id not in known:
        known[site_id] = minor_rule(site_id, on)
    return known[site_id]
