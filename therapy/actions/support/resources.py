"""The list of places in the community: added, changed, checked, taken off. It holds nothing about any client."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db import transaction

from clients.choices import PartyKind
from clients.models import RecipientParty
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import say
from therapy.actions.lines import line
from therapy.choices.support import PARTY_FOR, Need
from therapy.models.support import CommunityResource
from therapy.policies.support import may_edit_resources

LENGTHS = {
    "name": 160, "description": 500, "eligibility": 300, "cost": 200, "phone": 40, "email": 254, "website": 200,
    "address": 300, "hours": 200, "languages": 200, "how_to_refer": 500, "staff_note": 500,
}  # fmt: skip


@transaction.atomic
def add_resource(
    *, by: Actor, needs: Iterable[str], at: dt.datetime, site_id: uuid.UUID | None = None,
    takes_medication: bool | None = None, **words: str,
) -> CommunityResource:  # fmt: skip
    """Put a place on the list: ``words`` are its name, phone, hours and so on (``LENGTHS``). Without a site it is for all.

    Raises ``Invalid`` without a name, without anything it helps with, or for an address that is none.
    """
    require(may_edit_resources(by, site_id))
    made = CommunityResource(site_id=site_id, takes_medication=takes_medication, needs=_needs(needs))
    _write(made, words)
    _refuse_twice(made)
    made.checked_on = _today(at)
    made.save(force_insert=True)
    record(by=by, verb="therapy.resource_added", subject=made, site_id=site_id, detail={"needs": made.needs})
    return made


@transaction.atomic
def change_resource(
    *, by: Actor, resource: CommunityResource, version: int, needs: Iterable[str], at: dt.datetime,
    takes_medication: bool | None = None, **words: str,
) -> CommunityResource:  # fmt: skip
    """Change what the list says of a place; referrals keep the name it had. Raises ``Stale`` when it was changed meanwhile."""
    row = _held(by, resource, version)
    row.needs, row.takes_medication = _needs(needs), takes_medication
    _write(row, words)
    _refuse_twice(row)
    row.checked_on = _today(at)
    row.version += 1
    row.save()
    record(by=by, verb="therapy.resource_changed", subject=row, site_id=row.site_id, detail={"needs": row.needs})
    return row


@transaction.atomic
def check_resource(*, by: Actor, resource: CommunityResource, version: int, at: dt.datetime) -> CommunityResource:
    """Say that phone, hours and eligibility are still right today."""
    row = _held(by, resource, version)
    row.checked_on = _today(at)
    row.version += 1
    row.save(update_fields=["checked_on", "version"])
    record(by=by, verb="therapy.resource_checked", subject=row, site_id=row.site_id)
    return row


@transaction.atomic
def retire_resource(
    *, by: Actor, resource: CommunityResource, version: int, is_active: bool, at: dt.datetime
) -> CommunityResource:
    """Take a place off the list, or put it back; referrals to it stay as they are. ``at`` is when it was decided."""
    row = _held(by, resource, version)
    row.is_active = is_active
    row.version += 1
    row.save(update_fields=["is_active", "version"])
    verb = "therapy.resource_put_back" if is_active else "therapy.resource_retired"
    record(by=by, verb=verb, subject=row, site_id=row.site_id, detail={"at": at})
    return row


def party_of(by: Actor, resource: CommunityResource) -> RecipientParty:
    """Give the recipient as whom a place may be told something, kept from the first time on."""
    row = CommunityResource.objects.select_for_update(of=("self",)).select_related("party").get(pk=resource.pk)
    if row.party is None:
        kinds = [PARTY_FOR[need] for need in row.needs if need in PARTY_FOR]
        row.party = RecipientParty.objects.create(
            kind=kinds[0] if kinds else PartyKind.OTHER, name=row.name, address=row.address, phone=row.phone,
            email=row.email,
        )  # fmt: skip
        row.save(update_fields=["party"])
        record(by=by, verb="clients.party_added", subject=row.party, detail={"kind": str(row.party.kind)})
    return row.party


def _held(by: Actor, resource: CommunityResource, version: int) -> CommunityResource:
    row = CommunityResource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    require(may_edit_resources(by, row.site_id))
    if row.version != version:
        raise Stale(say("A colleague changed this place meanwhile. Read it again first."))
    return row


def _needs(needs: Iterable[str]) -> list[str]:
    asked = set(needs)
    if not asked or asked - set(Need.values):
        raise Invalid(say("Choose what the place helps with."), field="needs")
    return [need for need in Need.values if need in asked]


def _write(row: CommunityResource, words: Mapping[str, str]) -> None:
    for field, limit in LENGTHS.items():
        missing = say("Give the name of the place.") if field == "name" else None
        setattr(row, field, line(words.get(field, ""), field, limit, missing))
    _checked(row.email, "email", EmailValidator(), say("This is no e-mail address."))
    _checked(row.website, "website", URLValidator(schemes=["http", "https"]), say("This is no web address."))


def _checked(text: str, field: str, rule: Any, wrong: Any) -> None:
    try:
        if text:
            rule(text)
    except ValidationError as none_such:
        raise Invalid(wrong, field=field) from none_such


def _refuse_twice(row: CommunityResource) -> None:
    same = CommunityResource.objects.active().filter(name__iexact=row.name, site=row.site_id).exclude(pk=row.pk)
    if same.exists():
        raise Conflict(say("A place of this name is on the list already."), code="there", field="name")


def _today(at: dt.datetime) -> dt.date:
    return clock.local_date(at, "UTC")
