"""The register of outside recipients: who may be told something, by name and with an address to account for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from clients import party_rules, policies_privacy, rules
from clients.choices import PartyKind
from clients.models import Client, RecipientParty, RelatedPerson
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import say

LENGTHS = {"name": 300, "organization": 300, "phone": 40, "email": 254}
EDITABLE = frozenset({"kind", "name", "organization", "address", "phone", "email"})
TWICE = say(
    "A recipient of this name and kind is in the register already. Change that one, or tell them apart by name."
)


@transaction.atomic
def add_party(
    *,
    by: Actor,
    kind: str,
    name: str,
    at: dt.datetime,
    organization: str = "",
    address: str = "",
    phone: str = "",
    email: str = "",
) -> RecipientParty:
    """Put a recipient into the register. It permits nothing: a consent, an agreement or an order does.

    Raises ``Invalid`` beside the field that cannot be used, ``Conflict`` for one that is there already.
    """
    require(policies_privacy.may_keep_parties(by))
    values = _checked(
        {"kind": kind, "name": name, "organization": organization, "address": address, "phone": phone, "email": email}
    )
    require_valid(party_rules.why_not_relative(values["kind"], has_person=False), "kind")
    _refuse_twice(values["kind"], values["name"], values["organization"])
    row = RecipientParty.objects.create(**values)
    record(by=by, verb="clients.party_added", subject=row, detail={"kind": row.kind, "at": at})
    return row


@transaction.atomic
def change_party(
    *, by: Actor, party: RecipientParty, version: int, changes: Mapping[str, Any], at: dt.datetime
) -> RecipientParty:
    """Change a recipient, if nobody else did since ``version`` was read. What left earlier keeps the name it had then."""
    require(policies_privacy.may_keep_parties(by))
    row = RecipientParty.objects.select_for_update().get(pk=party.pk)
    if row.version != version:
        raise Stale(
            say("Somebody else changed this recipient meanwhile. Nothing was overwritten: look and save again.")
        )
    values = _checked({name: value for name, value in changes.items() if name in EDITABLE})
    altered = sorted(name for name, value in values.items() if getattr(row, name) != value)
    if not altered:
        return row
    for name in altered:
        setattr(row, name, values[name])
    require_valid(party_rules.why_not_relative(row.kind, row.person_id is not None), "kind")
    _refuse_twice(row.kind, row.name, row.organization, but=row)
    row.version += 1
    row.save(update_fields=[*altered, "version"])
    record(by=by, verb="clients.party_changed", subject=row, detail={"fields": altered, "at": at})
    return row


@transaction.atomic
def set_party_active(*, by: Actor, party: RecipientParty, active: bool, at: dt.datetime) -> RecipientParty:
    """Take a recipient out of use, or back into it. Consents that name it stay; nothing goes to one out of use."""
    require(policies_privacy.may_keep_parties(by))
    row = RecipientParty.objects.select_for_update().get(pk=party.pk)
    if row.is_active is active:
        return row
    row.is_active = active
    row.version += 1
    row.save(update_fields=["is_active", "version"])
    verb = "clients.party_restored" if active else "clients.party_retired"
    record(by=by, verb=verb, subject=row, detail={"kind": row.kind, "at": at})
    return row


@transaction.atomic
def name_relative(*, by: Actor, client: Client, person: RelatedPerson, at: dt.datetime) -> RecipientParty:
    """Make somebody from a client's contacts a recipient whom a release can name; one there already is given back.

    Raises ``Invalid`` for somebody who is not related to this client.
    """
    require(policies_privacy.may_name_relative(by, client))
    row = RelatedPerson.objects.select_for_update().get(pk=person.pk)
    if not row.relationships.filter(client=client).exists():
        raise Invalid(say("This person is not among the client's contacts."), field="person")
    found = RecipientParty.objects.filter(person=row).first()
    if found is not None:
        return found
    party = RecipientParty.objects.create(
        kind=PartyKind.RELATIVE,
        name=f"{row.first_name} {row.last_name}".strip(),
        phone=row.phone,
        email=row.email,
        person=row,
    )
    record(by=by, verb="clients.party_added", subject=party, clients=[client.pk], detail={"kind": party.kind, "at": at})
    return party


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _one(name, str(value or "")) for name, value in values.items()}


def _one(name: str, typed: str) -> str:
    if name == "kind":
        if typed not in PartyKind.values:
            raise Invalid(say("Choose what kind of recipient it is."), field="kind")
        return typed
    if name == "address":
        return rules.plain_text(typed)[:1000]
    kept = rules.plain_line(typed)
    require_valid(rules.why_too_long(kept, LENGTHS[name]), name)
    if name == "name":
        require_valid(party_rules.why_not_named(kept), name)
    if name == "phone" and kept:
        return _phone(kept)
    if name == "email" and kept:
        _refuse_email(kept)
    return kept


def _phone(kept: str) -> str:
    number = rules.phone_e164(kept)
    if number is None:
        raise Invalid(
            say("This does not look like a phone number. Give it with its area code: 617-555-0123."), field="phone"
        )
    return number


def _refuse_email(kept: str) -> None:
    try:
        validate_email(kept)
    except ValidationError as wrong:
        raise Invalid(say("This does not look like an e-mail address."), field="email") from wrong


def _refuse_twice(kind: str, name: str, organization: str, but: RecipientParty | None = None) -> None:
    if kind == PartyKind.RELATIVE:
        return  # Two clients may each have a Maria Lopez.
    same = RecipientParty.objects.filter(
        kind=kind, name__iexact=name, organization__iexact=organization, is_active=True
    )
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Conflict(TWICE, field="name", code="already_there")
