"""Recipients, agreements, consent forms and signed consents for tests of privacy."""

from __future__ import annotations

import datetime as dt
import itertools

from django.db import transaction

from clients.choices import (
    DISCLOSING_KINDS,
    AgreementKind,
    ConsentKind,
    ConsentStatus,
    Information,
    OrderSection,
    PartyKind,
    Purpose,
    RecipientClass,
    SignatureMethod,
    SignerRole,
)
from clients.consent_texts import starting_form
from clients.models import (
    Consent,
    ConsentSignature,
    ConsentTemplate,
    CourtOrder,
    RecipientParty,
    RelatedPerson,
    Relationship,
    ServiceAgreement,
)
from iop.documents.signing import digest_of
from tests.factories.clients import AT, TODAY

SIGNED_AT = AT - dt.timedelta(days=30)
_count = itertools.count(1)

EVERYTHING = sorted(set(Information.values) - {Information.COUNSELING_NOTES})
SHAPES = {
    ConsentKind.TPO: {
        "recipient_class": RecipientClass.TPO,
        "purposes": [Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS],
        "information": EVERYTHING,
        "never_expires": True,
    },
    ConsentKind.RELATIVE: {"purposes": [Purpose.FAMILY_SUPPORT]},
    ConsentKind.CRIMINAL_JUSTICE: {
        "purposes": [Purpose.MONITORING],
        "revocable_from": TODAY + dt.timedelta(days=180),
    },
    ConsentKind.LEGAL_PROCEEDINGS: {"purposes": [Purpose.LEGAL_PROCEEDINGS]},
    ConsentKind.COUNSELING_NOTES: {"information": [Information.COUNSELING_NOTES]},
    ConsentKind.MESSAGES: {"channel": "sms"},
}
"""What a consent of each kind holds unless a test says otherwise."""
PARTY_OF = {
    ConsentKind.CRIMINAL_JUSTICE: PartyKind.PROBATION,
    ConsentKind.LEGAL_PROCEEDINGS: PartyKind.COURT,
}


def make_party(kind=None, **fields) -> RecipientParty:
    """A recipient: a treating provider unless said."""
    number = next(_count)
    known = {"name": f"Recipient {number}", "address": f"{number} Elm Street, Boston"}
    return RecipientParty.objects.create(kind=kind or PartyKind.PROVIDER, **{**known, **fields})


def make_agreement(party=None, purposes=(Purpose.OPERATIONS,), **fields) -> ServiceAgreement:
    known = {"kind": AgreementKind.QSOA, "services": "Keeps our records", "starts_on": TODAY - dt.timedelta(days=30)}
    return ServiceAgreement.objects.create(
        party=party or make_party(PartyKind.SERVICE), purposes=list(purposes), **{**known, **fields}
    )


def make_order(client, party=None, **fields) -> CourtOrder:
    """An order under 2.64 with its subpoena, after notice, that opens attendance."""
    known = {
        "site": client.episodes.first().site, "section": OrderSection.NONCRIMINAL, "court": "Superior Court",
        "issued_on": TODAY - dt.timedelta(days=5), "party": party or make_party(PartyKind.COURT),
        "information": [Information.ATTENDANCE], "mandate": "Subpoena of 1 March", "mandate_on": TODAY, "notice_given": True,
    }  # fmt: skip
    return CourtOrder.objects.create(client=client, **{**known, **fields})


def make_template(kind=ConsentKind.SPECIFIC, language="en", **fields) -> ConsentTemplate:
    """The form that is in use, made from the clinic's starting texts when there is none."""
    live = ConsentTemplate.objects.filter(kind=kind, language=language, superseded_at=None).first()
    if live and not fields:
        return live
    title, sections = starting_form(kind, language)
    known = {
        "number": next(_count), "title": title, "sections": sections, "valid_from": TODAY - dt.timedelta(days=365),
    }  # fmt: skip
    return ConsentTemplate.objects.create(kind=kind, language=language, **{**known, **fields})


def make_relative(client, **fields) -> RecipientParty:
    """A relative of this client, as somebody who may be told."""
    person = RelatedPerson.objects.create(first_name=f"Sam{next(_count)}", last_name="Lind")
    Relationship.objects.create(client=client, person=person, role="sister")
    return make_party(PartyKind.RELATIVE, person=person, **fields)


@transaction.atomic
def make_consent(
    client, kind=ConsentKind.SPECIFIC, *, signed=True, at=SIGNED_AT, signers=(SignerRole.CLIENT,), **fields
) -> Consent:
    """A consent of this kind, signed by ``signers`` a month ago unless ``signed`` is false."""
    text = "I agree that the clinic tells what is listed to whom is named."
    known = {
        "client": client, "kind": kind, "site": client.episodes.first().site, "discloser": "Harbor House",
        "information": [Information.ATTENDANCE], "purposes": [Purpose.TREATMENT], **SHAPES.get(kind, {}),
    }  # fmt: skip
    shape = {**known, **fields}
    if kind in DISCLOSING_KINDS and not shape.get("recipient_class") and "party" not in shape:
        shape["party"] = make_relative(client) if kind == ConsentKind.RELATIVE else make_party(PARTY_OF.get(kind))
    if not any(shape.get(end) for end in ("never_expires", "expires_on", "expires_event")):
        shape["expires_on"] = TODAY + dt.timedelta(days=90)
    shape.setdefault("template", make_template(kind))
    if not signed:
        return Consent.objects.create(**shape)
    digest = digest_of({"text": text, "number": next(_count)})
    consent = Consent.objects.create(
        **{"status": ConsentStatus.SIGNED, "signed_at": at, "text_shown": text, "digest": digest, **shape}
    )
    for role in signers:
        sign(consent, role, at)
    return consent


def sign(consent, role=SignerRole.CLIENT, at=SIGNED_AT, **fields) -> ConsentSignature:
    known = {"name": "Their name", "method": SignatureMethod.TYPED, "signed_at": at, "digest": consent.digest}
    return ConsentSignature.objects.create(consent=consent, role=role, **{**known, **fields})
