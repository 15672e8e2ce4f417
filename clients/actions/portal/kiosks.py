"""A tablet in the waiting room: it knows its site, and shows nobody's name until that person has said who they are."""

from __future__ import annotations

import datetime as dt
import uuid
from http import HTTPStatus

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import Q

from clients import portal_policies as policies
from clients import portal_rules as rules
from clients.actions.portal.doors import NoWay, clients_of
from clients.models import PortalAccount, PortalKiosk
from clients.portal import actor_behind
from clients.portal_tokens import digest, random_key
from iop.access.actors import Actor
from iop.accounts.people import Stranger
from iop.audit.recorder import record
from iop.clinic.models import StaffMember
from iop.core.errors import Invalid, Refusal, require
from iop.core.words import say


class Rests(Refusal):
    """Too many tries at one tablet."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "too_many"


@transaction.atomic
def start_kiosk(*, by: Actor, site_id: uuid.UUID, at: dt.datetime) -> tuple[PortalKiosk, str]:
    """Let a tablet be the waiting room's for half a day; give it and the secret by which it is known."""
    require(policies.may_start_kiosk(by, site_id))
    key = random_key()
    row = PortalKiosk.objects.create(
        site_id=site_id,
        key=digest(key),
        started_by=StaffMember.objects.get(pk=str(by.staff_id)),
        ends_at=at + rules.KIOSK_FOR,
    )
    record(by=by, verb="portal.kiosk_started", subject=row, site_id=site_id)
    return row, key


@transaction.atomic
def end_kiosk(*, by: Actor, key: str, at: dt.datetime) -> None:
    """Make a tablet an ordinary one again; whoever opens charts at its site may."""
    row = PortalKiosk.objects.select_for_update().filter(key=digest(key), ended_at__isnull=True).first()
    if row is None:
        return
    require(policies.may_start_kiosk(by, row.site_id))
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record(by=by, verb="portal.kiosk_ended", subject=row, site_id=row.site_id)


def kiosk_of(key: str, at: dt.datetime) -> PortalKiosk | None:
    """Find the tablet that a secret belongs to while it stands in the waiting room."""
    if not key:
        return None
    rows = PortalKiosk.objects.filter(key=digest(key), ended_at__isnull=True, ends_at__gt=at)
    return rows.select_related("site").first()


def enter_at_kiosk(*, key: str, born: dt.date | None, pin: str, at: dt.datetime) -> PortalAccount:
    """Find who arrives by date of birth and PIN, among the clients of the tablet's site who can sign in.

    The answer to anybody else is the same whether or not somebody was born that day. Six wrong ones, and the tablet rests
    for five minutes. Raises ``NoWay`` where the tablet is none any more, ``Rests``, or ``Invalid``.
    """
    came = _enter(key, born, pin, at)
    if isinstance(came, Refusal):
        raise came
    return came


@transaction.atomic
def _enter(key: str, born: dt.date | None, pin: str, at: dt.datetime) -> PortalAccount | Refusal:
    row = PortalKiosk.objects.select_for_update().filter(key=digest(key)).first()
    if row is None or row.ended_at or row.ends_at <= at:
        return NoWay()
    if row.locked_until and at < row.locked_until:
        return _rests()
    found = _matching(row.site_id, born, pin, at)
    if len(found) != 1:
        return _wrong(row, at)
    row.tries = 0
    row.save(update_fields=["tries"])
    record(
        by=actor_behind(found[0]), verb="portal.kiosk_entered", subject=row, clients=clients_of(found[0]), site_id=row.site_id
    )  # fmt: skip
    return found[0]


def _matching(site_id: uuid.UUID, born: dt.date | None, pin: str, at: dt.datetime) -> list[PortalAccount]:
    theirs = Q(client__date_of_birth=born, client__merged_into__isnull=True) | Q(
        client__merged_into__date_of_birth=born
    )
    there = Q(client__episodes__site=site_id) | Q(client__merged_into__episodes__site=site_id)
    rows = PortalAccount.objects.filter(theirs, there, ended_at__isnull=True, locks__lt=rules.MOST_LOCKS)
    known = list(rows.exclude(locked_until__gt=at).select_related("user", "client").distinct()) if born else []
    if not known:
        # As much work as for somebody who is here: how long the answer takes tells nothing.
        make_password(pin)
    return [account for account in known if account.pin and check_password(pin, account.pin)]


def _wrong(row: PortalKiosk, at: dt.datetime) -> Refusal:
    row.tries += 1
    rests = row.tries >= rules.KIOSK_TRIES
    if rests:
        row.tries, row.locked_until = 0, at + rules.KIOSK_RESTS
    row.save(update_fields=["tries", "locked_until"])
    record(by=Stranger(), verb="portal.kiosk_wrong", subject=row, site_id=row.site_id, detail={"rests": rests})
    if rests:
        return _rests()
    return Invalid(say("These do not belong together. Try again, or ask at the desk."), field="pin")


def _rests() -> Refusal:
    return Rests(say("There were too many tries. Please ask at the desk."))
