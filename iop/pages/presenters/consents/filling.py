"""What the form of a draft offers: kinds of information and purposes, recipients by group, and what stands in it now."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from clients.choices import DISCLOSING_KINDS, ConsentKind, Information, PartyKind, Purpose, RecipientClass
from clients.consent_kinds import CARE_INFORMATION, FIXED
from clients.consent_rules import MONITORS
from clients.models import Consent, RecipientParty, Relationship
from iop.core.words import Sentence

Choices = list[tuple[str, Any]]
CLASSES: dict[str, tuple[str, ...]] = {
    ConsentKind.TPO: (RecipientClass.TPO, RecipientClass.TREATING, RecipientClass.PAYERS),
    ConsentKind.SPECIFIC: (RecipientClass.TREATING, RecipientClass.PAYERS),
}
NOT_BY_CLIENT = frozenset({Purpose.EMERGENCY, Purpose.AUDIT, Purpose.PUBLIC_HEALTH, Purpose.LEGAL_PROCEEDINGS})
"""Purposes that need no consent, or one of their own."""


def parts_of(kind: str) -> frozenset[str]:
    """Name the parts of the form that a kind of consent has."""
    if kind == ConsentKind.MESSAGES:
        return frozenset({"channel"})
    if kind not in DISCLOSING_KINDS:
        return frozenset()
    parts = {"recipient", "information", "purposes", "discloser", "end"} - FIXED.get(kind, frozenset())
    return frozenset(parts | ({"revocable"} if kind == ConsentKind.CRIMINAL_JUSTICE else set()))


def information_choices(kind: str) -> Choices:
    """Offer kinds of information: counseling notes only on their own form."""
    codes = (Information.COUNSELING_NOTES,) if kind == ConsentKind.COUNSELING_NOTES else CARE_INFORMATION
    return [(code, Information(code).label) for code in codes]


def purpose_choices(kind: str) -> Choices:
    """Offer purposes that a client may agree to."""
    if kind == ConsentKind.CRIMINAL_JUSTICE:
        return [(Purpose.MONITORING.value, Purpose.MONITORING.label)]
    return [(one.value, one.label) for one in Purpose if one not in NOT_BY_CLIENT]


def end_choices(kind: str) -> list[tuple[str, Sentence]]:
    """Offer the kinds of end."""
    found: list[tuple[str, Sentence]] = [("day", _("On a day")), ("event", _("When something happens"))]
    return [*found, ("never", _("Not before it is taken back"))] if kind == ConsentKind.TPO else found


def recipient_choices(consent: Consent) -> list[Any]:
    """Offer recipients in groups: classes, the people around this client, and the register. Two statements."""
    around = {
        str(row.person_id): f"{row.person.first_name} {row.person.last_name}".strip()
        + f" ({row.role})" * bool(row.role)
        for row in Relationship.objects.filter(client=consent.client_id).select_related("person")
    }
    groups: list[Any] = [("", _("Choose"))]
    classes = [(f"class:{code}", RecipientClass(code).label) for code in CLASSES.get(consent.kind, ())]
    if classes:
        groups.append((_("Everybody of a kind"), classes))
    if around and consent.kind not in (ConsentKind.CRIMINAL_JUSTICE, ConsentKind.TPO):
        groups.append((_("The people around them"), [(f"person:{key}", name) for key, name in around.items()]))
    return groups + _register(consent)


def _register(consent: Consent) -> list[Any]:
    if consent.kind == ConsentKind.RELATIVE:
        return []
    rows = RecipientParty.objects.filter(is_active=True).exclude(kind=PartyKind.RELATIVE).order_by("kind", "name")
    if consent.kind == ConsentKind.CRIMINAL_JUSTICE:
        rows = rows.filter(kind__in=sorted(MONITORS))
    found: dict[str, Choices] = {}
    for row in rows:
        name = ", ".join(part for part in (row.name, row.organization) if part)
        found.setdefault(str(row.get_kind_display()), []).append((f"party:{row.pk}", name))
    return list(found.items())


def recipient_of(consent: Consent) -> str:
    """Say which recipient is chosen, as the form's code."""
    if consent.recipient_class:
        return f"class:{consent.recipient_class}"
    if consent.party is None:
        return ""
    return f"person:{consent.party.person_id}" if consent.party.person_id else f"party:{consent.party.pk}"


def new_kinds(kind: str) -> Choices:
    """Offer what a new recipient may be."""
    kinds = [one for one in PartyKind if one != PartyKind.RELATIVE]
    if kind == ConsentKind.CRIMINAL_JUSTICE:
        kinds = [one for one in kinds if one in MONITORS]
    return [("", "—"), *((one.value, one.label) for one in kinds)]


def initial_of(consent: Consent) -> dict[str, Any]:
    """Give what stands in a draft under the names of the form."""
    end = (
        "day" if consent.expires_on else "event" if consent.expires_event else "never" if consent.never_expires else ""
    )
    names = (
        "discloser", "information", "information_note", "participants", "purposes", "channel", "expires_on", "expires_event",
        "revocable_from", "revocable_event", "version",
    )  # fmt: skip
    return {"recipient": recipient_of(consent), "end": end} | {name: getattr(consent, name) for name in names}
