"""A client's own consents: what waits for their signature, what holds, what is over, each with its exact words."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from clients import consent_rules, consent_texts
from clients.choices import ConsentKind, ConsentStatus, Information, Purpose, RecipientClass, SignerRole
from clients.models import Client, Consent, ConsentSignature
from clients.own_papers import own_consents
from iop.core import clock
from iop.notifications.choices import Channel
from iop.pages.presenters.consents.common import is_live
from iop.pages.presenters.consents.signing import read_signing
from iop.pages.presenters.schedule.addresses import to
from iop.portal.presenters.papers.words import day, moment

NOT_REVOCABLE = consent_rules.KEPT_FOR_GOOD


def find(client: Client, consent_id: uuid.UUID) -> Consent:
    """Give one of the client's own consents; any other is not there (``Http404``)."""
    return get_object_or_404(own_consents(client), pk=consent_id)


def read_list(client: Client, at: dt.datetime) -> dict[str, Any]:
    """Sort a client's consents into to sign, holding and over: two statements, whatever the number."""
    rows = list(own_consents(client))
    signed_by_them = set(
        ConsentSignature.objects.filter(consent__in=[row.pk for row in rows], role=SignerRole.CLIENT).values_list(
            "consent_id", flat=True
        )
    )
    drafts = [row for row in rows if row.status == ConsentStatus.DRAFT]
    signed = [row for row in rows if row.status == ConsentStatus.SIGNED]
    live = [row for row in signed if holds(row, at)]
    return {
        "to_sign": [line(row, at) for row in drafts if row.pk not in signed_by_them],
        "half": [line(row, at) for row in drafts if row.pk in signed_by_them],
        "live": [line(row, at) for row in live],
        "over": [line(row, at) for row in signed if row not in live],
    }


def number_to_sign(client: Client) -> int:
    """Count the forms that wait for the client's signature, in one statement."""
    drafts = own_consents(client).filter(status=ConsentStatus.DRAFT, template__superseded_at__isnull=True)
    return drafts.exclude(signatures__role=SignerRole.CLIENT).count()


def line(row: Consent, at: dt.datetime) -> dict[str, Any]:
    """Say one consent in a list: what it is, to whom, where it stands."""
    tone, state = standing(row, at)
    return {
        "called": called(row),
        "what": ", ".join(str(Information(code).label) for code in row.information),
        "tone": tone,
        "state": state,
        "url": to("my_consent")(row.pk),
    }


def read_one(row: Consent, at: dt.datetime) -> dict[str, Any]:
    """Read everything about one consent that its person sees."""
    zone = row.site.time_zone
    title, sections = consent_texts.as_parts(row.text_shown) if row.text_shown else ("", [])
    tone, state = standing(row, at)
    is_signed = row.status == ConsentStatus.SIGNED
    why_not = None if is_signed else why_not_sign(row, at)
    return {
        "called": called(row),
        "title": title,
        "sections": sections,
        "language": row.template.language,
        "tone": tone,
        "state": state,
        "facts": facts(row),
        "signatures": [
            _("%(name)s, %(when)s") % {"name": each.name, "when": moment(each.signed_at, zone)}
            for each in row.signatures.all()
        ],
        "is_signed": is_signed,
        "may_revoke": is_signed and holds(row, at) and row.kind not in NOT_REVOCABLE,
        "why_not": why_not,
        "urls": {name: reverse(f"my_consent_{name}", args=[row.pk]) for name in ("sign", "revoke", "copy")}
        | {"list": reverse("my_consents")},
    }


def read_to_sign(row: Consent, at: dt.datetime) -> dict[str, Any]:
    """Read the words to sign, as they are sealed with the signature."""
    return {**read_signing(row, at), "facts": facts(row), "why_not": why_not_sign(row, at)}


def why_not_sign(row: Consent, at: dt.datetime) -> str:
    """Say in plain words why somebody cannot sign this from here; nothing when they can."""
    page = read_signing(row, at)
    if not page["is_draft"]:
        return _("This form is no longer open for signing.")
    if page["is_superseded"]:
        return _("There is a newer version of this form. Please ask us for it.")
    if page["lacks"]:
        return _("This form is not finished yet. Please ask us about it.")
    if page["why_nobody"]:
        return _("Because of your age somebody else signs this for you. Please speak with us.")
    if page["is_half_signed"] and row.signatures.filter(role=SignerRole.CLIENT).exists():
        return _("You have signed. Somebody else still has to sign it too.")
    return ""


def called(row: Consent) -> str:
    """Call a consent by what it is about and, where it has one, to whom."""
    kind = str(ConsentKind(row.kind).label)
    if row.kind == ConsentKind.MESSAGES and row.channel:
        return _("%(kind)s: %(to)s") % {"kind": kind, "to": Channel(row.channel).label}
    if row.kind == ConsentKind.TPO:
        return kind
    name = recipient(row)
    return _("%(kind)s: %(to)s") % {"kind": kind, "to": name} if name else kind


def recipient(row: Consent) -> str:
    """Name who may be told."""
    if row.party:
        return row.party.name
    return str(RecipientClass(row.recipient_class).label) if row.recipient_class else ""


def facts(row: Consent) -> list[tuple[str, str]]:
    """Say the parts that people ask about first: who, what, what for, until when."""
    found = [
        (_("Who may be told"), recipient(row)),
        (_("What"), ", ".join(str(Information(code).label) for code in row.information)),
        (_("More exactly"), row.information_note),
        (_("What for"), ", ".join(str(Purpose(code).label) for code in row.purposes)),
        (_("Until"), until(row)),
    ]
    return [(label, value) for label, value in found if value]


def until(row: Consent) -> str:
    """Say until when it holds."""
    if row.expires_on:
        return day(row.expires_on)
    return row.expires_event or _("you take it back")


def holds(row: Consent, at: dt.datetime) -> bool:
    """Say whether something may leave, or be done, on it now."""
    return is_live(row, clock.local_date(at, row.site.time_zone))


def standing(row: Consent, at: dt.datetime) -> tuple[str, str]:
    """Say where a consent stands, as a tone and words."""
    if row.status == ConsentStatus.DRAFT:
        return "wait", _("Not signed yet")
    if row.stopped_at:
        return "quiet", _("Taken back on %(day)s") % {"day": day(row.stopped_at, row.site.time_zone)}
    if not holds(row, at):
        return "quiet", _("Over")
    return "good", _("In force")


def consequences(row: Consent) -> list[str]:
    """Say to the person what taking it back stops, and what it cannot undo."""
    who = recipient(row)
    stops = _("From this moment we tell %(who)s nothing more.") % {"who": who} if who else _("It stops at this moment.")
    told = [stops]
    if row.kind == ConsentKind.RELATIVE:
        told.append(_("If they can look at anything of yours on their own phone, that closes at once."))
    if row.kind == ConsentKind.TPO:
        told.append(
            _(
                "We can then no longer send bills to your health plan or records to your other providers. Please talk "
                "with us about what that changes."
            )
        )
    if row.kind == ConsentKind.TREATMENT:
        told.append(_("Treatment is your choice. We would like to hear from you what you want instead."))
    if row.kind == ConsentKind.MESSAGES:
        told.append(_("We send you no more messages this way."))
    if row.kind == ConsentKind.CRIMINAL_JUSTICE:
        told.append(_("The court or your officer hears nothing more from us. You may want to ask your lawyer first."))
    told.append(_("What we told before cannot be called back. It stays in the list of what we told others."))
    told.append(_("Nobody here will hold it against you."))
    return told
