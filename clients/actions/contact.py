"""How to reach a client, what they agreed to, and whom to call for them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from clients import policies, rules
from clients.choices import ContactKind
from clients.models import ChannelPermission, Client, ContactPoint, RelatedPerson, Relationship
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Invalid, require, require_valid
from iop.core.words import say
from iop.notifications.actions import withdraw_to
from iop.notifications.choices import Channel


@transaction.atomic
def set_channel_permission(
    *, by: Actor, client: Client, channel: str, allowed: bool, at: dt.datetime
) -> ChannelPermission:
    """Record what a client agreed to for a channel from ``at`` on; earlier answers stay in the history."""
    require(policies.may_edit(by, client))
    return keep_channel_permission(by=by, client=client, channel=channel, allowed=allowed, at=at)


def keep_channel_permission(
    *, by: Actor, client: Client, channel: str, allowed: bool, at: dt.datetime
) -> ChannelPermission:
    """Write what a client agreed to for a channel; inside an action's transaction, which asks who may."""
    if channel not in Channel.values:
        raise Invalid(say("Choose a channel from the list."), field="channel")
    row = ChannelPermission.objects.create(
        client=client, channel=channel, allowed=allowed, since=at, recorded_by=by.staff_id or by.id
    )
    if not allowed:
        # A worker may hold them already and have asked before this was said: what is taken back here, it does not send.
        withdraw_to(by=by, recipient=("client", client.pk), channel=channel)
    record(
        by=by, verb="clients.channel_permission_set", subject=row, clients=[client.pk],
        detail={"channel": str(channel), "allowed": allowed},
    )  # fmt: skip
    return row


@transaction.atomic
def set_channel_permissions(*, by: Actor, client: Client, wanted: Mapping[str, bool], at: dt.datetime) -> list[str]:
    """Record answers for several channels; those that stand already are left alone. Says which were written."""
    require(policies.may_edit(by, client))
    newest = ChannelPermission.objects.filter(client=client).order_by("channel", "-since", "-id").distinct("channel")
    said = dict(newest.values_list("channel", "allowed"))
    changed = [channel for channel, allowed in wanted.items() if said.get(channel) is not allowed]
    for channel in changed:
        set_channel_permission(by=by, client=client, channel=channel, allowed=wanted[channel], at=at)
    return changed


@transaction.atomic
def add_contact_point(
    *, by: Actor, client: Client, kind: str, value: str, at: dt.datetime, label: str = "",
    may_leave_message: bool = False, is_preferred: bool = False,
) -> ContactPoint:  # fmt: skip
    """Add a way to reach a client. Phone numbers are kept in their international form; a second preferred one takes over."""
    require(policies.may_edit(by, client))
    point = keep_contact_point(client, kind, value, label, may_leave_message, is_preferred)
    record(
        by=by, verb="clients.contact_added", subject=point, clients=[client.pk], detail={"kind": str(kind), "at": at}
    )
    return point


@transaction.atomic
def remove_contact_point(*, by: Actor, client: Client, contact_point_id: uuid.UUID, at: dt.datetime) -> None:
    """Take away a way to reach a client that no longer holds."""
    require(policies.may_edit(by, client))
    point = ContactPoint.objects.select_for_update().filter(client=client, pk=contact_point_id).first()
    if point is None:
        return
    point.delete()
    record(
        by=by, verb="clients.contact_removed", subject=("clients.contactpoint", contact_point_id), clients=[client.pk],
        detail={"kind": point.kind, "at": at},
    )  # fmt: skip


@transaction.atomic
def set_emergency_contact(
    *, by: Actor, client: Client, first_name: str, role: str, at: dt.datetime, last_name: str = "", phone: str = ""
) -> Relationship:
    """Name whom to call in an emergency, in place of the one before. It permits telling them nothing else."""
    require(policies.may_edit(by, client))
    row = keep_emergency_contact(client, first_name, role, last_name, phone)
    record(by=by, verb="clients.emergency_contact_set", subject=row, clients=[client.pk], detail={"at": at})
    return row


def keep_contact_point(
    client: Client, kind: str, value: str, label: str = "", may_leave_message: bool = False, is_preferred: bool = False
) -> ContactPoint:
    """Write a checked contact point; inside an action's transaction."""
    kept = _checked_value(kind, value)
    if is_preferred:
        ContactPoint.objects.filter(client=client, kind=kind, is_preferred=True).update(is_preferred=False)
    return ContactPoint.objects.create(
        client=client, kind=kind, value=kept, label=rules.plain_line(label)[:60],
        may_leave_message=may_leave_message, is_preferred=is_preferred,
    )  # fmt: skip


def keep_emergency_contact(
    client: Client, first_name: str, role: str = "", last_name: str = "", phone: str = ""
) -> Relationship:
    """Write the one emergency contact; inside an action's transaction."""
    first, last = rules.plain_line(first_name), rules.plain_line(last_name)
    if not first:
        raise Invalid(say("Give a name for the emergency contact."), field="emergency_first_name")
    for text, field in ((first, "emergency_first_name"), (last, "emergency_last_name")):
        reason = rules.why_not_name(text)
        require_valid(reason, field)
    number = _checked_phone(phone, "emergency_phone") if phone.strip() else ""
    Relationship.objects.filter(client=client, is_emergency_contact=True).update(is_emergency_contact=False)
    person = RelatedPerson.objects.create(first_name=first, last_name=last, phone=number)
    return Relationship.objects.create(
        client=client, person=person, role=rules.plain_line(role)[:60], is_emergency_contact=True
    )


def _checked_value(kind: str, value: str) -> str:
    if kind not in ContactKind.values:
        raise Invalid(say("Choose phone, e-mail or postal address."), field="kind")
    text = rules.plain_text(value)
    if not text or len(text) > 400:
        raise Invalid(say("Give a number or an address of 400 characters at most."), field="value")
    if kind == ContactKind.PHONE:
        return _checked_phone(text, "value")
    return _checked_email(text) if kind == ContactKind.EMAIL else text


def _checked_phone(typed: str, field: str) -> str:
    number = rules.phone_e164(typed)
    if number is None:
        raise Invalid(
            say("This does not look like a phone number. Give it with its area code: 617-555-0123."), field=field
        )
    return number


def _checked_email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as wrong:
        raise Invalid(say("This does not look like an e-mail address."), field="value") from wrong
    name, _, domain = text.rpartition("@")
    return f"{name}@{domain.lower()}"
