"""A clinic with somebody restricted, colleagues of the roles that matter here, and a second chart of one person."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from clients import actions
from clients.actions import access
from iop.clinic.actors import actor_of
from tests.factories import ground
from tests.factories.clients import AT, TODAY, make_actor, make_admitted, make_client, make_site, make_staff

REASON = "Chest pain on the phone, nobody else reachable."
LATER = AT + dt.timedelta(minutes=61)


def make_guarded() -> SimpleNamespace:
    """A site with one restricted client, whose counselor is on the care team; another counselor is not."""
    ground.make_organization()
    site = make_site()
    director = make_staff(site)
    by_director = actor_of(director.pk, AT)
    episode = make_admitted(site, by=by_director, legal_first_name="Marta", legal_last_name="Okafor")
    own, other = make_staff(site, "counselor"), make_staff(site, "counselor")
    actions.assign_care_team(
        by=by_director, episode=episode, staff=own, role="primary_counselor", starts_on=TODAY, at=AT
    )
    officer = make_staff(site, "privacy_officer")
    client = access.restrict(by=by_director, client=episode.client, reason="A colleague's sister.", at=AT)
    return SimpleNamespace(
        site=site, client=client, episode=episode, director=director, own=own, other=other, officer=officer,
        by_director=by_director, by_own=actor_of(own.pk, AT), by_other=actor_of(other.pk, AT),
        by_officer=actor_of(officer.pk, AT),
    )  # fmt: skip


def make_twice(site=None) -> SimpleNamespace:
    """Two charts of one person at a site, the second with an inquiry alone."""
    ground.make_organization()
    site = site or make_site()
    by = make_actor(site)
    kept = make_admitted(site, by=by, legal_first_name="Jo", legal_last_name="Marsh").client
    absorbed = make_client(site, legal_first_name="Joanna", legal_last_name="Marsh")
    return SimpleNamespace(site=site, by=by, kept=kept, absorbed=absorbed)
