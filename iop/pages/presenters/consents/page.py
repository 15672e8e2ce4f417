"""One consent: its words, what is still missing, who signed, what happened since, and what left on it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from clients import consent_policies, consent_rules, consent_texts
from clients.choices import ConsentKind, ConsentStatus
from clients.consent_writing import answers_of, text_of
from clients.consents import consequences
from clients.gate.findings import may_find_false
from clients.models import Consent, ConsentSignature, PortalAccount
from iop.access.actors import Actor
from iop.core import clock
from iop.core.words import Sentence
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.clients.parts.common import names_of
from iop.pages.presenters.consents.common import called, chart_of, is_live, standing, until_words, when
from iop.pages.presenters.schedule.addresses import to

MOST_DISCLOSURES = 50
ONLY_SIGNED = frozenset({ConsentKind.TREATMENT, ConsentKind.PRIVACY_NOTICE, ConsentKind.TELEHEALTH, ConsentKind.ALUMNI})
"""Forms with nothing to fill in."""


def read_consent(actor: Actor, consent: Consent, at: dt.datetime) -> dict[str, Any]:
    """Read everything about one consent."""
    zone = consent.site.time_zone
    on = clock.local_date(at, zone)
    text = consent.text_shown or text_of(consent)
    title, sections = consent_texts.as_parts(text)
    tone, words = standing(consent, on)
    is_draft = consent.status == ConsentStatus.DRAFT
    keeps = consent_policies.may_keep(actor, consent.site_id) is None
    live = is_live(consent, on)
    return {
        "called": called(consent),
        "title": title,
        "sections": sections,
        "language": consent.template.language,
        "form": _("Version %(number)d, from %(day)s")
        % {"number": consent.template.number, "day": date_words(consent.template.valid_from)},
        "tone": tone,
        "state": words,
        "until": until_words(consent) if not is_draft else "",
        "digest": consent.digest,
        "lacks": [item.sentence for item in consent_rules.what_is_missing(answers_of(consent), on)] if is_draft else [],
        "is_draft": is_draft,
        "is_signed": consent.status == ConsentStatus.SIGNED,
        "is_superseded": is_draft and consent.template.superseded_at is not None,
        "offering": _offering(consent) if is_draft and keeps else None,
        "has_form": consent.kind not in ONLY_SIGNED and not consent.digest,
        "may_keep": keeps,
        "signatures": [_signature(row, zone) for row in consent.signatures.select_related("witness", "drawing")],
        "history": _history(consent, zone),
        "left": _left(consent, zone),
        "revoking": _revoking(consent, on) if keeps and live else None,
        "writing": keeps and consent.stopped_at is not None and consent.revoked_at is None,
        "events": _events(consent) if keeps and live else [],
        "may_find_false": live and may_find_false(actor, consent) is None,
        "urls": urls_of(consent),
    }


def urls_of(consent: Consent) -> dict[str, str]:
    """Give the addresses below one consent."""
    names = (
        "form",
        "sign",
        "offer",
        "discard",
        "carry_over",
        "revoke",
        "in_writing",
        "event",
        "pdf",
        "language",
        "found_false",
    )
    return {name: to(f"consent_{name}")(consent.pk) for name in names} | {
        "page": to("consent")(consent.pk),
        "chart": to("client_consents")(chart_of(consent)),
    }


def why_not_revocable(consent: Consent, on: dt.date) -> Sentence | None:
    """Say why this one may not be taken back yet, if so."""
    return consent_rules.why_not_revocable_yet(
        consent.kind, consent.revocable_from, consent.revocable_event, consent.revocable_event_at, on
    )


def _offering(consent: Consent) -> dict[str, Any] | None:
    """Say whether the client can be offered this for signing at home, or when they were; nothing without a sign-in of theirs."""
    offer = getattr(consent, "offer", None)
    if offer is not None:
        return {"since": when(offer.at, consent.site.time_zone)}
    reachable = PortalAccount.objects.filter(client=chart_of(consent), ended_at__isnull=True).exists()
    return {"since": ""} if reachable else None


def _revoking(consent: Consent, on: dt.date) -> dict[str, Any]:
    reason = why_not_revocable(consent, on)
    return {"why_not": reason, "consequences": consequences(consent) if reason is None else []}


def _events(consent: Consent) -> list[dict[str, str]]:
    found = []
    if consent.revocable_event and not consent.revocable_event_at:
        found.append(
            {"code": "revocable", "event": consent.revocable_event, "then": _("From then on it can be taken back.")}
        )
    if consent.expires_event:
        found.append({"code": "expired", "event": consent.expires_event, "then": _("With that, this consent is over.")})
    return found


def _signature(row: ConsentSignature, zone: str) -> dict[str, Any]:
    picture = row.drawing if row.drawing and row.drawing.content_type.startswith("image/") else None
    return {
        "name": row.name,
        "role": row.get_role_display(),
        "method": row.get_method_display(),
        "identity": row.identity_seen,
        "witness": row.witness.name if row.witness else "",
        "when": when(row.signed_at, zone),
        "picture": to("file")(picture.pk) if picture else "",
        "paper": to("file")(row.drawing.pk) if row.drawing and not picture else "",
    }


def _history(consent: Consent, zone: str) -> list[dict[str, str]]:
    revocations = list(consent.revocations.select_related("paper"))
    names = names_of(row.recorded_by for row in revocations)
    false = getattr(consent, "falsehood", None)
    found = [
        {
            "what": _("Taken back: %(method)s") % {"method": row.get_method_display()},
            "note": row.note,
            "who": names.get(row.recorded_by, ""),
            "when": when(row.at, zone),
            "paper": to("file")(row.paper.pk) if row.paper else "",
        }
        for row in revocations
        if row.recorded_by
    ]
    if false:
        found.append(
            {"what": _("Found to be false"), "note": false.reason, "who": "", "when": when(false.at, zone), "paper": ""}
        )
    for at, words in (
        (consent.revocable_event_at, _("Recorded: %(event)s") % {"event": consent.revocable_event}),
        (consent.expired_event_at, _("Over, because: %(event)s") % {"event": consent.expires_event}),
    ):
        if at:
            found.append({"what": words, "note": "", "who": "", "when": when(at, zone), "paper": ""})
    return [*found, {"what": _("Begun"), "note": "", "who": "", "when": when(consent.created_at, zone), "paper": ""}]


def _left(consent: Consent, zone: str) -> list[dict[str, str]]:
    return [
        {
            "to": row.recipient_name,
            "when": when(row.at, zone),
            "how": row.get_sent_as_display(),
            "what": row.description,
        }
        for row in consent.disclosures.order_by("-at")[:MOST_DISCLOSURES]
    ]
