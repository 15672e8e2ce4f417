"""Who may do what with consents and their forms. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid

from django.db.models import Q

from clients.models import Client, Consent, ConsentRevocation, ConsentSignature
from clients.policies import sites_of
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from iop.documents.models import StoredFile


def may_keep(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Consents are taken, stopped and recorded by those whose role says so at the site of care."""
    if actor.can(Permission.CONSENT_KEEP, site_id):
        return None
    return say("Your role does not include having consents signed.")


def may_keep_for(actor: Actor, client: Client) -> Sentence | None:
    """Consents are taken by those who may do so at a site where the client is or was in care."""
    if any(actor.can(Permission.CONSENT_KEEP, site_id) for site_id in sites_of(client)):
        return None
    return say("Your role does not include having consents signed.")


def may_read(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """What somebody agreed to is read by those who may open their chart: it bounds what everybody may say."""
    if actor.can(Permission.CLIENT_VIEW, site_id) or actor.can(Permission.CONSENT_KEEP, site_id):
        return None
    return say("This client is not in care at your site.")


def may_change_forms(actor: Actor) -> Sentence | None:
    """New versions of consent forms are made by those who answer for them: directors, administrators, the privacy officer."""
    if actor.can(Permission.CONSENT_TEMPLATES):
        return None
    return say("Your role does not include changing consent forms.")


def may_open_file(actor: Actor, file: StoredFile) -> bool | None:
    """A signature or a scanned paper is opened by those who may read the consent; nobody else (slot ``FILE_OPENERS``)."""
    signed = ConsentSignature.objects.filter(drawing=file).values("consent")
    revoked = ConsentRevocation.objects.filter(paper=file).values("consent")
    found = Consent.objects.filter(Q(pk__in=signed) | Q(pk__in=revoked)).values_list("client_id", "site_id").first()
    if found is None:
        return None
    client_id, site_id = found
    theirs = Client.objects.visible_to(actor)
    seen = theirs.filter(Q(pk=client_id) | Q(pk__in=Client.objects.filter(pk=client_id).values("merged_into")))
    return may_read(actor, site_id) is None and seen.exists()
