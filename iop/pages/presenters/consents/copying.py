"""The client's own copy of a consent, as a PDF that goes through the gate."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import translation

from clients import consent_texts
from clients.choices import ConsentStatus, Ground, Information, Purpose, SentKind
from clients.consent_writing import place_values
from clients.gate import Recipient, basis_for, release
from clients.models import Consent
from iop.access.actors import Actor
from iop.core.errors import Conflict
from iop.core.words import say
from iop.documents.pdf import render
from iop.pages.presenters.consents.common import when

NOT_SIGNED = say("There is a copy once it is signed.")


@transaction.atomic
def copy_for_the_client(*, by: Actor, consent: Consent, at: dt.datetime) -> bytes:
    """Make the PDF that a client takes home, and write down that they got it (42 CFR 2.23)."""
    if consent.status != ConsentStatus.SIGNED:
        raise Conflict(NOT_SIGNED, code="not_signed")
    content = render("consent", paper_of(consent), language=consent.template.language)
    to = Recipient.client()
    basis = basis_for(
        by=by, client=consent.client, to=to, purpose=Purpose.REQUEST, information=[Information.PRESENCE], at=at,
        ground=Ground.OWN_ACCESS,
    )  # fmt: skip
    release(
        by=by, client=consent.client, basis=basis, sent_as=SentKind.COPY, records=[("clients.consent", consent.pk)],
        content=content, at=at, description=consent.get_kind_display(),
    )  # fmt: skip
    return content


def paper_of(consent: Consent) -> dict[str, Any]:
    """Give a signed consent as the paper's template reads it."""
    language = consent.template.language
    title, sections = consent_texts.as_parts(consent.text_shown)
    words = consent_texts.words(language)
    with translation.override(language):
        place = place_values(consent.site, language)
        return {
            "title": title,
            "clinic": place["clinic"],
            "clinic_lines": [line for line in (consent.site.name, place["phone"]) if line],
            "sections": [{"heading": part["heading"], "lines": part["lines"]} for part in sections],
            "signatures_title": words["paper_signatures"],
            "signatures": [
                [
                    row.name,
                    ", ".join([words[f"role_{row.role}"], words[f"method_{row.method}"], when(row.signed_at, consent.site.time_zone)]),
                ]
                for row in consent.signatures.all()
            ],
            "ended": words["paper_ended"].format(when=when(consent.stopped_at, consent.site.time_zone))
            if consent.stopped_at
            else "",
            "reference": f"{words['paper_reference']} {consent.digest[:16]}",
        }  # fmt: skip
