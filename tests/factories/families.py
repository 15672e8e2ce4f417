"""Relatives who may see something: a release that names them, and their own sign-in."""

from __future__ import annotations

from types import SimpleNamespace

from clients.choices import ConsentKind, Information
from clients.models import Relationship
from family.models import PersonChannel
from tests.factories.portal import make_account
from tests.factories.privacy import make_consent, make_relative


def make_sharing(client, *kinds, party=None, **fields):
    """A client who shares these kinds with a relative: the release, the person, and the relationship."""
    party = party or make_relative(client)
    Relationship.objects.get_or_create(client=client, person=party.person, defaults={"role": "sister"})
    consent = make_consent(
        client, ConsentKind.RELATIVE, party=party, information=list(kinds or [Information.SCHEDULE]), **fields
    )
    return SimpleNamespace(
        consent=consent, party=party, person=party.person,
        relationship=Relationship.objects.get(client=client, person=party.person),
    )  # fmt: skip


def make_relative_account(sharing, email="relative@home.example", **fields):
    return make_account(person=sharing.person, email=email, **fields)


def may_be_texted(person, number, since) -> None:
    """Give a relative a number on which they agreed to be told."""
    person.phone = number
    person.save(update_fields=["phone"])
    PersonChannel.objects.create(person=person, channel="sms", allowed=True, since=since)
