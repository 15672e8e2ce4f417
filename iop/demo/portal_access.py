"""The demo's story of who signs in from outside: most accepted weeks ago, some wait, one shut their door, one left.

Whoever stands on the door's demo buttons has the PIN that the door shows (``iop.core.demo_accounts``).
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from random import Random

from django.contrib.auth.hashers import make_password

from clients.actions import portal
from clients.actions.portal.accepting import word_for
from clients.choices import EpisodeStatus
from clients.models import Client, Episode, PortalAccount, PortalInvitation, RelatedPerson, Relationship
from clients.portal_choices import AccessEnd, IdentityCheck, SignInMethod
from clients.portal_releases import released_people
from clients.portal_rules import INVITATION_FOR, MOST_LOCKS
from clients.portal_tokens import digest, random_key
from iop.accounts.choices import UserKind
from iop.accounts.models import User
from iop.core import clock
from iop.core.demo_accounts import DEMO_OUTSIDERS, DEMO_PIN
from iop.core.ids import uuid7
from iop.demo.clinic import Clinic

CLIENTS, RELATIVES = 22, 9
"""How many people sign in from outside at most; the demo's named ones are among them."""
CLIENT_EMAILS = [person.email for person in DEMO_OUTSIDERS if "relative" not in person.email]
RELATIVE_EMAILS = [person.email for person in DEMO_OUTSIDERS if "relative" in person.email]
INVITES = {"BOS": "Abara", "TUC": "Yazzie"}
WEEKS_AGO = 5


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``."""
    secrets = _Secrets(make_password(DEMO_PIN), make_password("000000"))
    stays = _stays()
    for stay, email in zip(stays[:CLIENTS], itertools.chain(CLIENT_EMAILS, _others("client")), strict=False):
        _came_in(house, stay, None, email, secrets, dice, now)
    for (stay, person), email in zip(
        _released(stays, now), itertools.chain(RELATIVE_EMAILS, _others("family")), strict=False
    ):
        _came_in(house, stay, person, email, secrets, dice, now)
    _waiting(house, stays[CLIENTS : CLIENTS + 3] or stays[-1:], now)
    _shut_and_left(house, now)


class _Secrets:
    """What is costly to work out, worked out once."""

    def __init__(self, pin: str, code: str) -> None:
        self.pin, self.code = pin, code


def _stays() -> list[Episode]:
    """Boston first, those who are longest here first: their pages are the fullest."""
    rows = Episode.objects.filter(status=EpisodeStatus.ADMITTED, client__is_restricted=False, client__merged_into=None)
    return list(rows.select_related("client", "site").order_by("site__code", "admitted_on", "pk"))


def _others(kind: str) -> Iterator[str]:
    return (f"{kind}{number}@home.example" for number in itertools.count(1))


def _released(stays: list[Episode], now: dt.datetime) -> list[tuple[Episode, RelatedPerson]]:
    found, seen = [], set()
    related = Relationship.objects.filter(client__in=[stay.client_id for stay in stays]).select_related("person")
    by_client: dict[object, list[RelatedPerson]] = {}
    for row in related.order_by("pk"):
        by_client.setdefault(row.client_id, []).append(row.person)
    for stay in stays:
        allowed = released_people(stay.client_id, now) if stay.client_id in by_client else set()
        for person in by_client.get(stay.client_id, ()):
            if person.pk in allowed and person.pk not in seen:
                seen.add(person.pk)
                found.append((stay, person))
        if len(found) >= RELATIVES:
            break
    return found[:RELATIVES]


def _came_in(
    house: Clinic, stay: Episode, person: RelatedPerson | None, email: str, secrets: _Secrets, dice: Random, now: dt.datetime
) -> None:  # fmt: skip
    at = max(now - dt.timedelta(weeks=WEEKS_AGO, hours=dice.randrange(200)), stay.created_at + dt.timedelta(hours=1))
    language = "es" if email.startswith("cliente@") else (person.language if person else stay.client.language)
    with clock.frozen(min(at, now)):
        at = clock.now()
        user = User.objects.create_user(
            email=email,
            kind=UserKind.RELATED if person else UserKind.CLIENT,
            language="es" if language == "es" else "en",
        )
        account = PortalAccount.objects.create(
            user=user, client=None if person else stay.client, person=person, word=word_for(email), pin=secrets.pin
        )
        key = uuid7()
        PortalInvitation.objects.create(
            pk=key, client=None if person else stay.client, person=person, via_client=stay.client if person else None,
            site=stay.site, email=email, language=user.language, identity_check=dice.choice(IdentityCheck.values),
            token=digest(random_key()), code=secrets.code, invited_by=house.staff[INVITES[stay.site.code]], sent_at=at,
            expires_at=at + INVITATION_FOR, accepted_at=at, account=account,
        )  # fmt: skip
    with clock.frozen(now - dt.timedelta(hours=dice.randrange(2, 120))):
        portal.note_signed_in(account=account, method=SignInMethod.LINK, at=clock.now())


def _waiting(house: Clinic, stays: list[Episode], now: dt.datetime) -> None:
    """Some were invited the day before and have not come yet."""
    for stay in stays:
        taken = PortalAccount.objects.filter(client=stay.client).first()
        at = now - dt.timedelta(days=1)
        with clock.frozen(at):
            if taken is not None:
                portal.end_access(
                    by=house.acting(INVITES[stay.site.code], at), client=stay.client, account_id=taken.pk,
                    reason=AccessEnd.LOST, at=at,
                )  # fmt: skip
            portal.invite(
                by=house.acting(INVITES[stay.site.code], at), client=stay.client, email="new.phone@home.example",
                language="en", identity_check=IdentityCheck.PHOTO_ID, at=at,
            )  # fmt: skip


def _shut_and_left(house: Clinic, now: dt.datetime) -> None:
    """One typed the wrong PIN too often; one asked to have the access ended."""
    rows = PortalAccount.objects.filter(client__isnull=False, ended_at__isnull=True)
    unnamed = list(
        rows.exclude(user__email__in=CLIENT_EMAILS).select_related("client").order_by("-created_at", "pk")[:2]
    )
    for account in unnamed[:1]:
        PortalAccount.objects.filter(pk=account.pk).update(locks=MOST_LOCKS)
    for account in unnamed[1:]:
        at = now - dt.timedelta(days=3)
        client: Client | None = account.client
        stay = Episode.objects.select_related("site").filter(client=client).order_by("-opened_on").first()
        if client is not None and stay is not None:
            with clock.frozen(at):
                by = house.acting(INVITES[stay.site.code], at)
                portal.end_access(by=by, client=client, account_id=account.pk, reason=AccessEnd.ASKED, at=at)
