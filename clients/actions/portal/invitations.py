"""Inviting somebody to sign in from outside."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from clients import portal_policies as policies
from clients import portal_rules as rules
from clients.models import Client, PortalAccount, PortalInvitation, RelatedPerson
from clients.portal_choices import IdentityCheck
from clients.portal_releases import has_release
from clients.portal_tokens import INVITATION, kept, six_digits
from clients.privacy_desk import last_site
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import StaffMember
from iop.core.basis import to_its_holder
from iop.core.errors import Conflict, Invalid, require, require_valid
from iop.core.ids import uuid7
from iop.core.words import say
from iop.notifications.actions import queue, withdraw
from iop.notifications.choices import Channel, Priority
from iop.notifications.letters import LINK_PLACE

LANGUAGES = ("en", "es")


@transaction.atomic
def invite(
    *, by: Actor, client: Client, email: str, language: str, identity_check: str, at: dt.datetime,
    person: RelatedPerson | None = None,
) -> tuple[PortalInvitation, str]:  # fmt: skip
    """Invite a client, or a relative whom a live release of theirs names; give the invitation and the code to tell them.

    The letter carries the link alone, the colleague tells the code: who forwards the letter forwards nothing that opens.
    An earlier invitation that still stands ends. Raises ``Invalid`` beside the field, ``Conflict`` for somebody who has a
    sign-in already.
    """
    require(policies.may_invite(by, client))
    address = _checked(email, language, identity_check)
    _lock_and_check(client, person, at)
    for earlier in _standing(client, person):
        _end(by, earlier, at)
    code, key = six_digits(), uuid7()
    row = PortalInvitation.objects.create(
        pk=key, client=None if person else client, person=person, via_client=client if person else None,
        site_id=last_site(client), email=address, language=language, identity_check=identity_check,
        token=kept(INVITATION, key), code=make_password(code), invited_by=StaffMember.objects.get(pk=str(by.staff_id)), sent_at=at,
        expires_at=at + rules.INVITATION_FOR,
    )  # fmt: skip
    _write_to(by, row, at)
    record(
        by=by, verb="portal.invited", subject=row, clients=[client.pk], site_id=row.site_id,
        detail={"identity_check": identity_check, "is_relative": person is not None},
    )  # fmt: skip
    return row, code


@transaction.atomic
def revoke(*, by: Actor, client: Client, invitation_id: uuid.UUID, at: dt.datetime) -> None:
    """Take an invitation back that was not accepted; its link and code open nothing from now on."""
    require(policies.may_invite(by, client))
    row = PortalInvitation.objects.select_for_update().filter(_about(client), pk=invitation_id).first()
    if row is None or row.revoked_at:
        return
    if row.accepted_at:
        raise Conflict(say("This invitation was accepted already. End the access instead."), code="accepted")
    _end(by, row, at)


def _checked(email: str, language: str, identity_check: str) -> str:
    require_valid(rules.why_not_check(identity_check, IdentityCheck.values), "identity_check")
    if language not in LANGUAGES:
        raise Invalid(say("Choose a language from the list."), field="language")
    name, _, domain = email.strip().rpartition("@")
    address = f"{name}@{domain.lower()}"
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise Invalid(say("This does not look like an e-mail address."), field="email") from wrong
    return address


def _lock_and_check(client: Client, person: RelatedPerson | None, at: dt.datetime) -> None:
    # Two colleagues who invite the same person wait for each other here.
    live = PortalAccount.objects.filter(ended_at__isnull=True)
    if person is None:
        Client.objects.select_for_update().get(pk=client.pk)
        known = live.filter(Q(client=client) | Q(client__merged_into=client)).exists()
    else:
        RelatedPerson.objects.select_for_update().get(pk=person.pk)
        require(policies.why_not_relative(client, person, released=has_release(client.pk, person.pk, at)))
        known = live.filter(person=person).exists()
    if known:
        raise Conflict(say("They can sign in already. End that access before you invite them anew."), code="has_access")


def _standing(client: Client, person: RelatedPerson | None) -> list[PortalInvitation]:
    whose = Q(person=person) if person else Q(client=client)
    rows = PortalInvitation.objects.filter(whose, accepted_at__isnull=True, revoked_at__isnull=True)
    return list(rows.select_for_update())


def _end(by: Actor, row: PortalInvitation, at: dt.datetime) -> None:
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    withdraw(by=by, about=(INVITATION, row.pk))
    record(by=by, verb="portal.invitation_revoked", subject=row, clients=_clients(row))


def _clients(row: PortalInvitation) -> list[uuid.UUID]:
    return [key for key in (row.client_id, row.via_client_id) if key]


def _about(client: Client) -> Q:
    return Q(client=client) | Q(via_client=client)


def _write_to(by: Actor, row: PortalInvitation, at: dt.datetime) -> None:
    queue(
        by=by, channel=Channel.EMAIL, to=row.email, recipient=("account", row.pk), template="welcome",
        context={"link": LINK_PLACE}, language=row.language, due_at=at, basis=to_its_holder("invitation"),
        dedupe_key=f"portal-invitation:{row.pk}", about=(INVITATION, row.pk), site_id=row.site_id,
        expires_at=row.expires_at, priority=Priority.URGENT,
    )  # fmt: skip
