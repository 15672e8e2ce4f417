"""Naming who may receive, while a form is filled in."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from clients import consent_policies, rules
from clients.actions.parties import name_relative
from clients.choices import PartyKind
from clients.models import Client, RecipientParty, RelatedPerson, Relationship
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Invalid, require, require_valid
from iop.core.words import say


@transaction.atomic
def name_recipient(
    *, by: Actor, client: Client, kind: str, name: str, at: dt.datetime, organization: str = "", address: str = "",
    phone: str = "",
) -> RecipientParty:  # fmt: skip
    """Put somebody whom a client names on a form into the register of recipients; one that is there already is given back."""
    require(consent_policies.may_keep_for(by, client))
    if kind not in PartyKind.values or kind == PartyKind.RELATIVE:
        raise Invalid(say("Choose what kind of recipient it is."), field="new_kind")
    called, at_place = rules.plain_line(name)[:300], rules.plain_line(organization)[:300]
    if not called:
        raise Invalid(say("Name the recipient."), field="new_name")
    known = RecipientParty.objects.filter(
        kind=kind, name__iexact=called, organization__iexact=at_place, is_active=True
    ).first()
    if known is not None:
        return known
    number = rules.phone_e164(phone) if phone.strip() else ""
    if number is None:
        raise Invalid(say("This does not look like a phone number. Give it with its area code."), field="new_phone")
    row = RecipientParty.objects.create(
        kind=kind, name=called, organization=at_place, address=rules.plain_text(address)[:1000], phone=number
    )
    record(by=by, verb="clients.party_added", subject=row, detail={"kind": row.kind, "at": at})
    return row


@transaction.atomic
def name_supporter(
    *, by: Actor, client: Client, first_name: str, role: str, at: dt.datetime, last_name: str = "", phone: str = ""
) -> RecipientParty:
    """Add a relative or supporter to the people around a client, and make them somebody whom a release can name."""
    require(consent_policies.may_keep_for(by, client))
    first, last = rules.plain_line(first_name), rules.plain_line(last_name)
    if not first:
        raise Invalid(say("Give the name of the relative or supporter."), field="person_first_name")
    for text, field in ((first, "person_first_name"), (last, "person_last_name")):
        reason = rules.why_not_name(text)
        require_valid(reason, field)
    number = rules.phone_e164(phone) if phone.strip() else ""
    if number is None:
        raise Invalid(say("This does not look like a phone number. Give it with its area code."), field="person_phone")
    person = RelatedPerson.objects.create(first_name=first, last_name=last, phone=number)
    row = Relationship.objects.create(client=client, person=person, role=rules.plain_line(role)[:60])
    record(by=by, verb="clients.relationship_added", subject=row, clients=[client.pk], detail={"at": at})
    return name_relative(by=by, client=client, person=person, at=at)
