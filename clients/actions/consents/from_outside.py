"""Consents by the client's own hand, signed in from outside: offered, signed, taken back."""

from __future__ import annotations

import datetime as dt
from typing import IO, Any

from django.db import transaction
from django.db.models import Q

from clients import consent_rules
from clients.actions.consents.drafts import locked
from clients.actions.consents.ending import revoke
from clients.actions.consents.signing import sign_consent
from clients.choices import CareRole, ConsentStatus, RevocationMethod, SignatureMethod, SignerRole
from clients.consent_writing import answers_of
from clients.models import CareTeamMembership, Consent, ConsentOffer, PortalAccount
from clients.portal_news import tell_of_something_new
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.core.words import say
from iop.work.actions import open_item
from iop.work.choices import WorkKind

SUBJECT = "clients.consent"
KNOWN_BY_SIGN_IN = "own sign-in from outside"
"""How we know who signed: the person came in by their own passkey, or by the letter to their address and their PIN."""
FALLBACK_ROLE = "case_manager"
TALK_WITHIN = dt.timedelta(days=1)


@transaction.atomic
def offer_to_sign(*, by: Actor, consent: Consent, at: dt.datetime) -> ConsentOffer:
    """Put a whole draft before the client, to be read and signed at home. Offered twice is offered once.

    Raises ``Conflict`` for a form that is not a draft, was replaced, or for a client without a sign-in of their own, and
    ``Invalid`` for one that still lacks something (42 CFR 2.31).
    """
    row = locked(by, consent)
    if by.staff_id is None:
        raise NotAllowed(say("Only a colleague can offer a form."))
    if row.status != ConsentStatus.DRAFT or row.template.superseded_at is not None:
        raise Conflict(say("This form is no longer open for signing."), code="not_a_draft")
    lacks = consent_rules.what_is_missing(answers_of(row), clock.local_date(at, row.site.time_zone))
    if lacks:
        raise Invalid(lacks[0].sentence, field=lacks[0].field, code="incomplete")
    if not PortalAccount.objects.filter(client=row.client_id, ended_at__isnull=True).exists():
        raise Conflict(say("This client has no sign-in of their own. Have it signed here."), code="no_sign_in")
    offer, is_new = ConsentOffer.objects.get_or_create(consent=row, defaults={"at": at, "by_staff_id": by.staff_id})
    if is_new:
        record(
            by=by, verb="clients.consent_offered", subject=row, clients=[row.client_id], site_id=row.site_id,
            detail={"kind": row.kind, "at": at},
        )  # fmt: skip
        tell_of_something_new(
            by=by, client_id=row.client_id, about=("clients.consent", row.pk), site_id=row.site_id, key="offered", at=at
        )
    return offer


def sign_own(
    *, by: Actor, consent: Consent, version: int, at: dt.datetime, typed_name: str, seen: str,
    drawing: IO[bytes] | Any | None = None,
) -> Consent:  # fmt: skip
    """Sign a form that was offered, as the client who is signed in; the other rules are those of every signature.

    ``seen`` is the digest of the words that the page showed. Raises what ``sign_consent`` raises.
    """
    if not seen:
        raise Invalid(say("Read the words before signing."), field="seen")
    return sign_consent(
        by=by, consent=consent, version=version, at=at, signer_role=SignerRole.CLIENT,
        signer_name=typed_name, identity_seen=KNOWN_BY_SIGN_IN, seen=seen, drawing=drawing,
        method=SignatureMethod.TYPED if drawing is None else SignatureMethod.DRAWN,
    )  # fmt: skip


@transaction.atomic
def revoke_own(*, by: Actor, consent: Consent, at: dt.datetime, note: str = "") -> Consent:
    """Take a consent back as the client who is signed in. It counts as in writing and holds from this moment (2.31(a)(6)).

    The counselor learns of it on the work list, else the site's case managers. Raises what ``revoke`` raises.
    """
    row = revoke(by=by, consent=consent, at=at, method=RevocationMethod.PORTAL, note=note)
    counselor = _counselor(row, at)
    open_item(
        by=by, kind=WorkKind.CLIENT_ASKS, site_id=row.site_id, subject=(SUBJECT, row.pk),
        summary=say("A client took a consent back from home. It has stopped: look at what that changes, and talk with them."),
        due_at=at + TALK_WITHIN, dedupe_key=f"consent:{row.pk}:taken_back", client_id=row.client.merged_into_id or row.client_id,
        assignee_id=counselor, role_key="" if counselor else FALLBACK_ROLE,
    )  # fmt: skip
    return row


def _counselor(row: Consent, at: dt.datetime) -> Any:
    on = clock.local_date(at, row.site.time_zone)
    team = CareTeamMembership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), episode__client=row.client_id, role=CareRole.PRIMARY_COUNSELOR,
        starts_on__lte=on, staff__user__is_active=True,
    )  # fmt: skip
    return team.order_by("-starts_on").values_list("staff_id", flat=True).first()
