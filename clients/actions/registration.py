"""Registering a client and changing their details."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction

from clients import policies, rules
from clients.actions.contact import keep_contact_point, keep_emergency_contact
from clients.actions.episodes import new_inquiry
from clients.choices import Sex
from clients.models import Client
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Invalid, NotAllowed, Stale, require, require_valid
from iop.core.words import Sentence, say

EDITABLE = frozenset(
    {
        "legal_first_name",
        "legal_last_name",
        "preferred_name",
        "pronouns",
        "sex",
        "date_of_birth",
        "language",
        "notes_for_contact",
    }
)
LEGAL = frozenset({"legal_first_name", "legal_last_name"})
LENGTHS = {"pronouns": 40, "notes_for_contact": 300}


@transaction.atomic
def register_client(
    *,
    by: Actor,
    site_id: uuid.UUID,
    legal_first_name: str,
    legal_last_name: str,
    date_of_birth: dt.date,
    at: dt.datetime,
    preferred_name: str = "",
    pronouns: str = "",
    sex: str = Sex.UNKNOWN,
    language: str = "en",
    contact_points: Iterable[Mapping[str, Any]] = (),
    referred_by: str = "",
    emergency_contact: Mapping[str, str] | None = None,
) -> Client:
    """Open a chart with an inquiry at the site. Raises ``Invalid`` beside the field that cannot be used.

    ``contact_points`` carry kind, value, label, may_leave_message and is_preferred; ``emergency_contact`` first_name,
    last_name, phone and role. The clinic gives the record number.
    """
    require(policies.may_register(by, site_id))
    site = Site.objects.get(pk=site_id)
    if not site.is_active:
        raise Invalid(say("This site is closed; choose another."), field="site")
    typed = {
        "legal_first_name": legal_first_name, "legal_last_name": legal_last_name, "preferred_name": preferred_name,
        "pronouns": pronouns, "sex": sex, "date_of_birth": date_of_birth, "language": language,
    }  # fmt: skip
    client = Client(record_number=_next_record_number(), **checked(typed, clock.local_date(at, site.time_zone)))
    client.save(force_insert=True)
    new_inquiry(by=by, client=client, site=site, at=at, referred_by=referred_by)
    for point in contact_points:
        keep_contact_point(client, **point)
    if emergency_contact:
        keep_emergency_contact(client, **emergency_contact)
    record(by=by, verb="clients.registered", subject=client, clients=[client.pk], site_id=site_id)
    return client


@transaction.atomic
def update_client(*, by: Actor, client: Client, version: int, changes: Mapping[str, Any], at: dt.datetime) -> Client:
    """Change a client's details, if nobody else did since ``version`` was read (``Stale``).

    ``changes`` maps field names of ``EDITABLE`` to new values; any other raises ``NotAllowed``.
    """
    if set(changes) - EDITABLE:
        raise NotAllowed(say("These details are not changed here."))
    row = Client.objects.select_for_update().get(pk=client.pk)
    require(policies.may_edit(by, row))
    if row.version != version:
        raise Stale(changed_meanwhile())
    found = checked(changes, at.astimezone(dt.UTC).date() + dt.timedelta(days=1))
    altered = sorted(name for name, value in found.items() if getattr(row, name) != value)
    if not altered:
        return row
    for name in altered:
        setattr(row, name, found[name])
    row.version += 1
    row.save(update_fields=[*altered, "version"])
    record(by=by, verb="clients.changed", subject=row, clients=[row.pk], detail={"fields": altered})
    return row


def changed_meanwhile() -> Sentence:
    """Tell the later of two people, once for all details."""
    return say("Somebody else changed these details meanwhile. Nothing was overwritten: look at them and save again.")


def checked(values: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
    """Give the values as they are kept, or raise ``Invalid`` at the first field that cannot be."""
    return {name: _checked(name, value, today) for name, value in values.items()}


def _checked(name: str, value: Any, today: dt.date) -> Any:
    if name == "date_of_birth":
        require_valid(rules.why_not_born(value, today), name)
        return value
    kept = rules.plain_line(value or "")
    if name == "sex":
        require_valid(None if kept in Sex.values else say("Choose one from the list."), name)
    elif name == "language":
        require_valid(rules.why_not_language(kept), name)
    elif name in LENGTHS:
        require_valid(rules.why_too_long(kept, LENGTHS[name]), name)
    else:
        require_valid(rules.why_not_name(kept, required=name in LEGAL), name)
    return kept


def _next_record_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('clients_record_number')")
        return f"R-{cursor.fetchone()[0]}"
