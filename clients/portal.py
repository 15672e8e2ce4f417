"""Who is signed in from outside, read once a request."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from clients.models import Client, PortalAccount, RelatedPerson
from iop.access.actors import Actor
from iop.accounts.models import User
from iop.audit.choices import ActorKind


@dataclass(frozen=True)
class Outsider:
    """A client or a relative who is signed in. One of ``client`` and ``person`` is there, never both.

    ``actor`` is who acts (``by`` of every action): it holds no permission at any site; policies ask whose row it is.
    """

    account: PortalAccount
    actor: Actor
    client: Client | None = None
    person: RelatedPerson | None = None

    @property
    def name(self) -> str:
        """Say how they are called."""
        return self.client.name if self.client else self.person.first_name if self.person else ""

    @property
    def first_name(self) -> str:
        """Say what to greet them with."""
        return self.client.preferred_name or self.client.legal_first_name if self.client else self.name

    @property
    def language(self) -> str:
        """Name the language they read."""
        return self.account.user.language


def outsider(user: User, at: dt.datetime) -> Outsider | None:
    """Say who a user is from outside, in one statement; nobody when the access has ended or the user is staff.

    A client whose chart was joined to another is shown the one that is kept.
    """
    if not user.is_active:
        return None
    row = (
        PortalAccount.objects.filter(user=user, ended_at__isnull=True)
        .select_related("client__merged_into", "person", "user")
        .first()
    )
    if row is None:
        return None
    client = (row.client.merged_into or row.client) if row.client else None
    return Outsider(row, _actor(row, client), client, row.person)


def _actor(row: PortalAccount, client: Client | None) -> Actor:
    kind = ActorKind.CLIENT if client else ActorKind.RELATED
    name = client.name if client else row.person.first_name if row.person else ""
    return Actor(
        kind=kind, id=row.user_id, display_name=name, client_id=client.pk if client else None, person_id=row.person_id
    )


def actor_behind(account: PortalAccount) -> Actor:
    """Give the actor behind an account that nobody is signed in with yet, for the record."""
    return _actor(account, account.client)


def is_own_chart(actor: Actor, client: Client) -> bool:
    """Say whether a chart is that of the client who is signed in from outside, or one that was joined into theirs."""
    own = actor.client_id if actor.kind == ActorKind.CLIENT else None
    return own is not None and own in (client.pk, client.merged_into_id)


def is_own(actor: Actor, client_id: uuid.UUID) -> bool:
    """Say whether the actor is this very client, signed in from outside."""
    return actor.kind == ActorKind.CLIENT and actor.client_id == client_id
