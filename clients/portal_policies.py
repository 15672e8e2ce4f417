"""Who may let somebody sign in from outside, end it, and put a tablet into the waiting room."""

from __future__ import annotations

import uuid

from clients.models import Client, PortalAccount, RelatedPerson, Relationship
from clients.policies import may_open_chart, sites_of
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say


def may_see(actor: Actor, client: Client) -> Sentence | None:
    """Who signs in is shown to those who may open the chart."""
    return may_open_chart(actor, client)


def may_invite(actor: Actor, client: Client) -> Sentence | None:
    """Somebody is invited, and access is ended, by those whose role says so where the client is or was in care."""
    if actor.staff_id and any(actor.can(Permission.PORTAL_INVITE, site) for site in sites_of(client)):
        return may_open_chart(actor, client)
    return say("Your role does not include inviting people to sign in.")


def why_not_relative(client: Client, person: RelatedPerson, *, released: bool) -> Sentence | None:
    """A relative is invited when they are among the client's contacts and a signed release names them (42 CFR 2.31)."""
    if not Relationship.objects.filter(client=client, person=person).exists():
        return say("This person is not among the client's contacts.")
    if not released:
        return say("No release names this person now. Ask the client to sign one first.")
    return None


def may_change_account(actor: Actor, account: PortalAccount, client: Client) -> Sentence | None:
    """An account is looked after from the chart of its client, or of a client to whom its person is related."""
    mine = account.client_id in _charts(client)
    theirs = account.person_id and Relationship.objects.filter(client=client, person=account.person_id).exists()
    if not (mine or theirs):
        return say("This sign-in belongs to somebody else.")
    return may_invite(actor, client)


def may_start_kiosk(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """A tablet is put into the waiting room by those who may open charts at the site."""
    if actor.staff_id and actor.can(Permission.CLIENT_VIEW, site_id):
        return None
    return say("Your role does not include putting a tablet into the waiting room of this site.")


def _charts(client: Client) -> set[uuid.UUID]:
    joined = Client.objects.filter(merged_into=client.pk).values_list("pk", flat=True)
    return {client.pk, *joined}
