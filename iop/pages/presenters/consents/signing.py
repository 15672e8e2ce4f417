"""The words to sign, in the client's language, and what is asked around them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from clients import consent_rules, consent_texts, rules
from clients.choices import ConsentStatus, SignerRole
from clients.consent_minors import minor_rule
from clients.consent_texts import LANGUAGES
from clients.consent_writing import answers_of, digest_of_consent, legal_name, text_of
from clients.models import Consent
from iop.core import clock
from iop.pages.presenters.consents.common import called
from iop.pages.presenters.consents.page import urls_of
from iop.pages.presenters.consents.tab import LANGUAGE_NAMES

FOR_THEM = (SignerRole.CLIENT, SignerRole.PARENT, SignerRole.GUARDIAN, SignerRole.REPRESENTATIVE)


def read_signing(consent: Consent, at: dt.datetime) -> dict[str, Any]:
    """Read the words, who is still to sign, and why it cannot be signed yet, if so."""
    text = consent.text_shown or text_of(consent)
    title, sections = consent_texts.as_parts(text)
    on = clock.local_date(at, consent.site.time_zone)
    lacks = consent_rules.what_is_missing(answers_of(consent), on) if consent.status == ConsentStatus.DRAFT else []
    return {
        "called": called(consent),
        "title": title,
        "sections": sections,
        "seen": consent.digest or digest_of_consent(consent, text),
        "language": consent.template.language,
        "words": consent_texts.words(consent.template.language),
        "others": [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES if code != consent.template.language],
        "lacks": [item.sentence for item in lacks],
        "is_superseded": consent.template.superseded_at is not None,
        "is_draft": consent.status == ConsentStatus.DRAFT,
        "is_half_signed": bool(consent.digest),
        "client": legal_name(consent.client),
        "urls": urls_of(consent),
        **_who(consent, on),
    }


def read_thanks(consent: Consent, at: dt.datetime) -> dict[str, Any]:
    """Read what to say after a signature."""
    on = clock.local_date(at, consent.site.time_zone)
    return {
        "called": called(consent),
        "language": consent.template.language,
        "words": consent_texts.words(consent.template.language),
        "is_signed": consent.status == ConsentStatus.SIGNED,
        "urls": urls_of(consent),
        **_who(consent, on),
    }


def _who(consent: Consent, on: dt.date) -> dict[str, Any]:
    age = rules.age(consent.client.date_of_birth, on)
    rule = minor_rule(consent.site_id, on)
    signed = list(consent.signatures.values_list("role", flat=True))
    open_groups = consent_rules.still_to_sign(signed, age, rule)
    allowed = [role for role in FOR_THEM if any(role in group for group in open_groups)]
    reason = consent_rules.why_not_signer(SignerRole.CLIENT, age, rule)
    return {
        "next_role": allowed[0] if allowed else "",
        "still": [SignerRole(role).label for role in allowed],
        "is_minor": age < rule.adult_at,
        "why_nobody": reason,
    }
