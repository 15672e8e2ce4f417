"""A client who signs in from outside, with a clinic around them."""

from __future__ import annotations

from types import SimpleNamespace

from clients.actions import consents as actions
from clients.portal import outsider
from tests.factories import consents as make
from tests.factories.clients import AT, make_admitted, make_client, make_clinic
from tests.factories.portal import make_account


def make_own(**fields) -> SimpleNamespace:
    """A clinic with one client in care who has a sign-in; ``by`` is the client acting, ``other`` somebody else with one."""
    clinic = make_clinic()
    episode = make_admitted(clinic.site, by=clinic.as_director, **fields)
    client = episode.client
    account = make_account(client=client, email=f"{client.pk}@home.example")
    other = make_account(client=make_client(clinic.site), email="other@home.example")
    return SimpleNamespace(
        clinic=clinic, client=client, episode=episode, account=account, by=outsider(account.user, AT).actor, other=other,
        by_other=outsider(other.user, AT).actor,
    )  # fmt: skip


def offered(own, kind="specific", at=AT, **fields):
    """A whole draft that a colleague put before the client."""
    row = make.draft(own.clinic, own.client, kind, at=at, **fields)
    actions.offer_to_sign(by=own.clinic.as_counselor, consent=row, at=at)
    return row


def name_of(client) -> str:
    """The name as it stands on their papers."""
    return f"{client.legal_first_name} {client.legal_last_name}"
