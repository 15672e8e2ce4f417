"""Stays that ended, check-ins after them and wishes for more support, made by the real actions."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from clients.actions import consents
from clients.actions.contact import add_contact_point
from clients.choices import ConsentKind, SignatureMethod, SignerRole
from clients.discharge_rules import Leaving
from clients.models import Consent
from iop.access.actors import SYSTEM
from iop.clinic.actors import actor_of
from iop.workflows.discharge import discharge
from tests.factories import clients, ground
from therapy.models import FollowUp

AT = clients.AT
TODAY = clients.TODAY
DAY = dt.timedelta(days=1)
ARRANGED = {"first_appointment": "arranged", "first_at": AT + DAY * 4, "first_with": "Dr. Moreau, Northside"}


def make_desk(**fields) -> SimpleNamespace:
    """A site with a case manager, a counselor and a director, and somebody in treatment who can be called."""
    site = ground.make_site()
    people = {
        role: ground.make_staff(role, site=site)
        for role in ("case_manager", "counselor", "clinical_director", "intake", "biller")
    }
    actors = {f"as_{role}": actor_of(member.pk, AT) for role, member in people.items()}
    episode = clients.make_admitted(
        site, by=actors["as_clinical_director"], on=TODAY - DAY * 7, at=AT - DAY * 7, **fields
    )
    client = episode.client
    add_contact_point(
        by=actors["as_case_manager"], client=client, kind="phone", value="+16175550123", at=AT, is_preferred=True
    )
    return SimpleNamespace(site=site, episode=episode, client=client, **people, **actors)


def agree(desk, *, at=AT - DAY, client=None) -> Consent:
    """Sign the consent to contact after treatment."""
    consents.install_forms(by=SYSTEM, at=at)
    client = client or desk.client
    draft = consents.draft_consent(by=desk.as_intake, client=client, kind=ConsentKind.ALUMNI, language="en", at=at)
    return consents.sign_consent(
        by=desk.as_intake, consent=draft, version=draft.version, at=at, signer_role=SignerRole.CLIENT,
        signer_name=client.name, method=SignatureMethod.TYPED, identity_seen="Photo ID",
    )  # fmt: skip


def leaving(**fields) -> Leaving:
    return Leaving(**{"destination": "aftercare", "contact_after": "agreed", **fields})


def leave(desk, *, on=TODAY, kind="completed", at=AT, by=None, going=None):
    """End the stay; with a destination unless told otherwise."""
    return discharge(
        by=by or desk.as_clinical_director, episode=desk.episode, on=on, kind=kind, reason="Goals met.", at=at,
        leaving=going or leaving(),
    )  # fmt: skip


def make_ended(**fields) -> SimpleNamespace:
    """Somebody who agreed to contact and left today: four check-ins lie ahead."""
    desk = make_desk(**fields)
    agree(desk)
    desk.episode = leave(desk)
    desk.check_ins = list(FollowUp.objects.filter(episode=desk.episode))
    return desk
