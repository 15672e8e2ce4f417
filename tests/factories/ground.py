"""A clinic to test in, made by the real actions, so that no impossible state is tested."""

from __future__ import annotations

import datetime as dt
import itertools

from iop.access.actions import ensure_roles
from iop.access.actors import SYSTEM, Actor
from iop.clinic import actions
from iop.clinic.actors import actor_of
from iop.clinic.models import CredentialKind, Organization, Site, StaffMember
from iop.core import clock

LONG_AGO = dt.date(2020, 1, 1)
FAR_AHEAD = dt.date(2035, 12, 31)
PASSWORD = "warm tea at nine"
_number = itertools.count(1)


def make_organization(name="Harbor House", neutral_name="Harbor House") -> Organization:
    return Organization.objects.first() or Organization.objects.create(name=name, neutral_name=neutral_name)


def make_site(name="", time_zone="America/New_York", **fields) -> Site:
    """A site; the clinic exists with it, so that pages do not lead to the set-up."""
    make_organization()
    number = next(_number)
    fields = {"code": f"s{number}", **fields}
    return actions.add_site(by=SYSTEM, name=name or f"Site {number}", time_zone=time_zone, **fields)


def make_kind(code="LCSW", **rights) -> CredentialKind:
    return actions.save_credential_kind(by=SYSTEM, code=code, **{"name": code, **rights})


def make_staff(
    *roles, site=None, credential="LCSW", email="", first_name="Robin", last_name="", expires_on=FAR_AHEAD, issued_on=LONG_AGO,
    starts_on=LONG_AGO, supervisor=None, phone="",
) -> StaffMember:  # fmt: skip
    """A colleague with these roles (by key) at the site, and a licence unless ``credential`` is empty."""
    number = next(_number)
    staff = actions.add_staff(
        by=SYSTEM, email=email or f"robin{number}@example.org", first_name=first_name, last_name=last_name or f"Vale{number}",
        password=PASSWORD, supervisor=supervisor, phone=phone,
    )  # fmt: skip
    if credential:
        kind = CredentialKind.objects.filter(code=credential).first() or make_kind(credential)
        actions.add_credential(
            by=SYSTEM, staff_id=staff.pk, kind_id=kind.pk, issued_on=issued_on, expires_on=expires_on
        )
    known = ensure_roles(by=SYSTEM) if roles else {}
    for key in roles:
        actions.give_role(by=SYSTEM, staff_id=staff.pk, site_id=site.pk, role_id=known[key].pk, starts_on=starts_on)
    return staff


def make_actor(*roles, site=None, at=None, **fields) -> Actor:
    """The actor behind a colleague with these roles."""
    return actor_of(make_staff(*roles, site=site or make_site(), **fields).pk, at or clock.now())


def sign_in(client, staff) -> None:
    """Let a test client be signed in as this colleague."""
    client.force_login(staff.user, backend="allauth.account.auth_backends.AuthenticationBackend")
