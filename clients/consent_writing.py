"""How a consent's answers become the exact words that are shown, kept and hashed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.formats import date_format

from clients import consent_texts, rules
from clients.choices import ConsentKind
from clients.consent_rules import Answers
from clients.models import Client, Consent, ConsentTemplate
from iop.clinic.models import Organization, Site
from iop.documents.signing import digest_of

ANSWERS = (
    "discloser", "information", "information_note", "recipient_class", "participants", "purposes", "channel", "expires_on",
    "expires_event", "never_expires", "revocable_from", "revocable_event",
)  # fmt: skip
"""The columns of a consent that hold what was filled in, beside ``party``."""


def answers_of(consent: Consent) -> Answers:
    """Give a consent's answers as the rules read them."""
    party = consent.party
    related = party is not None and party.person_id is not None and is_related(consent.client_id, party.person_id)
    return Answers(
        kind=consent.kind, client_name=legal_name(consent.client), party_kind=party.kind if party else "",
        is_related=related, **{name: getattr(consent, name) for name in ANSWERS},
    )  # fmt: skip


def is_related(client_id: uuid.UUID, person_id: uuid.UUID) -> bool:
    """Say whether somebody is among the people around a client."""
    return Client.objects.filter(pk=client_id, relationships__person=person_id).exists()


def legal_name(client: Client) -> str:
    """Give the name as it stands on their papers."""
    return f"{client.legal_first_name} {client.legal_last_name}"


def known_names(client: Client) -> set[str]:
    """Give the names with which a client may sign: the legal one and the one they go by."""
    return {legal_name(client), client.name}


def text_of(consent: Consent) -> str:
    """Write the whole form as plain text, in its own language, with its answers filled in."""
    template = consent.template
    return consent_texts.as_text(template.title, template.sections, values_of(consent))


def preview_of(template: ConsentTemplate) -> str:
    """Write a form with its places named, as somebody sees it who makes a new version."""
    return consent_texts.as_text(template.title, template.sections, {})


def digest_of_consent(consent: Consent, text: str) -> str:
    """Hash the form, its answers and the words shown (``iop.documents.signing``)."""
    return digest_of(
        {
            "kind": consent.kind,
            "client": consent.client_id,
            "template": consent.template_id,
            "answers": {
                "party": consent.party_id,
                **{name: getattr(consent, name) for name in ANSWERS},
            },
            "text": text,
        }
    )


def values_of(consent: Consent) -> dict[str, str]:
    """Say every answer in the language of the form; what is missing says so."""
    language = consent.template.language
    blank = consent_texts.word(language, "nothing_yet")
    with translation.override(language):
        found = {
            **place_values(consent.site, language),
            "client": legal_name(consent.client),
            "born": consent_texts.word(language, "born").format(day=_day(consent.client.date_of_birth)),
            "discloser": consent.discloser,
            "information": _information(consent, language),
            "recipient": _recipient(consent, language),
            "purposes": _listed(consent_texts.named(language, "purposes", consent.purposes)),
            "expiry": _expiry(consent, language),
            "revocable": _revocable(consent, language),
            "channel": "".join(consent_texts.named(language, "channel", [consent.channel] if consent.channel else [])),
            "effective": _day(consent.template.valid_from),
        }
    return {name: value or blank for name, value in found.items()}


def place_values(site: Site, language: str) -> dict[str, str]:
    """Say what the clinic is called and how it is reached."""
    name = Organization.objects.values_list("name", flat=True).first()
    phone = rules.phone_for_people(str(site.phone)) if site.phone else consent_texts.word(language, "no_phone")
    return {"clinic": name or site.name, "phone": phone}


def usual_answers(kind: str, language: str, site: Site) -> dict[str, Any]:
    """Give the answers that a fresh draft proposes in words; codes are in ``consent_kinds``."""
    clinic = place_values(site, language)["clinic"]
    found = {"discloser": consent_texts.usual(language, "discloser").format(clinic=clinic)}
    if kind == ConsentKind.CRIMINAL_JUSTICE:
        found["expires_event"] = consent_texts.usual(language, "criminal_justice_expiry")
        found["revocable_event"] = consent_texts.usual(language, "criminal_justice_revocable")
    if kind == ConsentKind.RELATIVE:
        found["expires_event"] = consent_texts.usual(language, "relative_expiry")
    return found


def _information(consent: Consent, language: str) -> str:
    said = consent_texts.named(language, "information", consent.information)
    return _listed([*said, *([consent.information_note] if consent.information_note else [])])


def _recipient(consent: Consent, language: str) -> str:
    if consent.recipient_class:
        return consent_texts.named(language, "recipient_class", [consent.recipient_class])[0]
    if consent.party is None:
        return ""
    name = ", ".join(part for part in (consent.party.name, consent.party.organization) if part)
    if not consent.participants:
        return name
    return consent_texts.word(language, "intermediary").format(name=name, participants=consent.participants)


def _expiry(consent: Consent, language: str) -> str:
    if consent.expires_on:
        return consent_texts.word(language, "until").format(day=_day(consent.expires_on))
    if consent.expires_event:
        return consent_texts.word(language, "until_event").format(event=consent.expires_event)
    return consent_texts.word(language, "never") if consent.never_expires else ""


def _revocable(consent: Consent, language: str) -> str:
    said = []
    if consent.revocable_from:
        said.append(consent_texts.word(language, "revocable_from").format(day=_day(consent.revocable_from)))
    if consent.revocable_event:
        said.append(consent_texts.word(language, "revocable_event").format(event=consent.revocable_event))
    return ", ".join(said)


def _listed(lines: Sequence[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)


def _day(day: dt.date | str) -> str:
    return date_format(dt.date.fromisoformat(day) if isinstance(day, str) else day, "DATE_FORMAT")
